/**
 * What a run was like, as one HTML file: its curves, samples, configuration and model card, or several runs beside each
 * other.
 *
 * <p>{@link charrnn.tools.report.RunReport} is the way in. A run's folder is read into a {@code Run}, tolerantly: all
 * that a report cannot do without is a {@code history.jsonl}, and what else is missing or broken is said on the page. A
 * long history is thinned to what a screen can show ({@code CurveThinning}), and everything becomes one JSON document
 * ({@code RunJson}) inside a {@link charrnn.tools.page.Page}, which its own script draws.
 *
 * <h2>Trap</h2>
 *
 * The history is a training's, which may be writing it or may have been killed: a last line without an end is left out,
 * not an error.
 */
@NullMarked
package charrnn.tools.report;

import org.jspecify.annotations.NullMarked;
