/**
 * Writes the report of a run as one HTML file: its curves, samples, configuration and model card; or compares several runs.
 *
 * <p>{@link charrnn.tools.report.RunReport} is the only entry point. {@code Run} reads a run's folder: only
 * {@code history.jsonl} is required, and the page lists what else is missing or broken. {@code CurveThinning} reduces a long
 * history to what a screen can show, {@code RunJson} converts the run to JSON, and {@link charrnn.tools.page.Page} puts the
 * JSON into a page with the script that draws it.
 *
 * <h2>Trap</h2>
 *
 * The training may still be writing the history, or may have been killed: an incomplete last line is left out.
 */
@NullMarked
package charrnn.tools.report;

import org.jspecify.annotations.NullMarked;
