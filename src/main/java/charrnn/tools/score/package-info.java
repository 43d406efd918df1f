/**
 * The code scorecard: whether text is C, and whether it is new.
 *
 * <p>{@link charrnn.tools.score.CodeScorer} counts in samples one by one ({@link charrnn.tools.score.SampleScore}); {@link
 * charrnn.tools.score.Scorecard} adds the counts up to the figures that {@link charrnn.tools.score.Measure} defines, with
 * intervals by bootstrap. A figure alone says little: held-out code is scored too, as a ceiling ({@link
 * charrnn.tools.score.HeldOut}), and texts of an n-gram model and of chance, as floors ({@link
 * charrnn.tools.score.TrainingText}).
 *
 * <h2>How it works</h2>
 *
 * <ul>
 *   <li>{@code Lexer} and {@code Nesting} cut a text into functions at the top level, so that the number of functions does not
 *       depend on how a parser recovers from an error; tree-sitter-c then parses each alone.
 *   <li>No parser knows macros. {@code Macros} removes the commonest ones; figures with and without it stand side by side.
 *   <li>A compiler, where one is installed, gets each function alone: so nearly everything is undeclared, which is not held
 *       against the function, and {@code CCompiler.Diagnostic} separates such errors from the others.
 *   <li>Copies are found with a suffix array of the training text, in blocks.
 * </ul>
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>A sample ends at its length, in the midst of something. What is cut off there is no fault: such a function is not
 *       counted.
 *   <li>The lexer must not share code with the scanner that constrains sampling: one error in both would stay unseen.
 *   <li>What tree-sitter calls a byte offset counts UTF-8.
 * </ul>
 */
@NullMarked
package charrnn.tools.score;

import org.jspecify.annotations.NullMarked;
