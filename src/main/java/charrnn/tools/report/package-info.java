/**
 * The report of a run as one HTML file: its curves, samples, configuration and model card, or several runs side by side.
 *
 * <p>{@link charrnn.tools.report.RunReport} is the only entry point. {@code Run} reads a run's folder and tolerates gaps:
 * only {@code history.jsonl} is required, and the page says what else is missing or broken. {@code CurveThinning} reduces
 * a long history to what a screen can show, {@code RunJson} makes one JSON document of everything, and a {@link
 * charrnn.tools.page.Page} carries it with the script that draws it.
 *
 * <h2>Trap</h2>
 *
 * A training may be writing the history, or may have been killed: a last line without an end is left out, not an error.
 */
@NullMarked
package charrnn.tools.report;

import org.jspecify.annotations.NullMarked;
