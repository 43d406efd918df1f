/**
 * Measures what networks write: {@code score} of {@code charrnn-lab.jar}.
 *
 * <ul>
 *   <li>{@code SampleMeasurement}: whether the functions of samples parse (tree-sitter-c) and compile alone, and whether samples
 *       are new; held-out code of the corpus is the ceiling.
 *   <li>{@code CompletionMeasurement}: the keystrokes that completions save a simulated user ({@code CompletionResult}), beside those
 *       of an n-gram model.
 *   <li>{@code BodyMeasurement}: whether bodies of functions that {@code BodyWriter} writes compile in their files, with
 *       the flags of {@code --cflags}.
 * </ul>
 *
 * <p>Each has cases (samples, places) with counts, a list of {@code Statistic}s of them, and a {@code Report} with bootstrap
 * intervals.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>A sample is cut off at its length. The unfinished function at its end is no fault and is not counted.
 *   <li>{@code Code} and {@code Functions} must not share code with the grammar that constrains sampling: an error in both would
 *       remain unnoticed.
 *   <li>The parser does not expand macros. {@code Macros} removes the most common ones; the scorecard has numbers with and
 *       without this step.
 *   <li>The byte offsets of tree-sitter count UTF-8 bytes.
 * </ul>
 */
@NullMarked
package charrnn.lab;

import org.jspecify.annotations.NullMarked;
