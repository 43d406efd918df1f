/**
 * What a run was like, as one HTML file: its curves, samples, configuration and model card, or several runs beside each
 * other.
 *
 * <p>{@link charrnn.evaluate.report.RunReport} is the way in. A run's folder is read into a {@code Run}, tolerantly: all
 * that a report cannot do without is a {@code history.jsonl}, and what else is missing or broken is said on the page. A
 * long history is thinned to what a screen can show ({@code Thinning}), and everything becomes one JSON document
 * ({@code RunJson}) inside the page ({@code Page}), which its own script draws. No server, no library and no network are
 * needed to look at it.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>A network may write {@code </script>}, and a folder may come from a stranger. Foreign text reaches the page in the
 *       JSON alone, with its {@code <} escaped, and the script shows it as text, never as HTML. The page's policy lets
 *       no other script run and nothing be fetched.
 *   <li>The history is a training's, which may be writing it or may have been killed: a last line without an end is
 *       left out, not an error.
 *   <li>JSON has no NaN: what was not measured is null in the page.
 * </ul>
 */
@NullMarked
package charrnn.evaluate.report;

import org.jspecify.annotations.NullMarked;
