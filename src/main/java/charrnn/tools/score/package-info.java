/**
 * Whether a text is C, and whether it is news: the judge of what a network writes.
 *
 * <p>{@link charrnn.tools.score.CodeScorer} looks at samples one by one and counts ({@link
 * charrnn.tools.score.SampleScore}); {@link charrnn.tools.score.Scorecard} adds the counts of all samples up to the
 * figures that {@link charrnn.tools.score.Measure} defines, with intervals by bootstrap. A figure alone says little: the
 * same judge scores held-out code, which no sample can be expected to beat ({@link charrnn.tools.score.HeldOut}), and
 * texts of an n-gram model and of chance, which every sample should ({@link charrnn.tools.score.TrainingText}).
 *
 * <h2>How it works</h2>
 *
 * <ul>
 *   <li>A lexer and a bracket counter of its own cut a text into functions at the top level, so that the number of functions
 *       does not depend on how a parser recovers from an error; tree-sitter-c then parses each alone.
 *   <li>No parser knows macros. {@code Macros} takes the commonest ones out; figures with and without it stand side by side.
 *   <li>A compiler, where there is one, sees each function alone: so nearly everything is undeclared, which is not held
 *       against the function, and {@code Diagnostic} tells such errors from the others.
 *   <li>Copies are found with a suffix array of the training text, in blocks.
 * </ul>
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>A sample ends where its length is used up, in the midst of something. What is cut off there is no fault: such a
 *       function is not counted.
 *   <li>The judge must not share code with what constrains sampling, or both could be wrong together.
 *   <li>What tree-sitter calls a byte offset counts UTF-8.
 * </ul>
 */
@NullMarked
package charrnn.tools.score;

import org.jspecify.annotations.NullMarked;
