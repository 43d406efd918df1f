/**
 * Scores generated code: whether it is C, and whether it is new; and measures completions of code and bodies of
 * functions.
 *
 * <p>{@link charrnn.lab.CodeScorer} computes the counts of each sample ({@link charrnn.lab.SampleScore}); {@link
 * charrnn.lab.Scorecard} sums the counts to the numbers that {@link charrnn.lab.Measure} defines, with
 * bootstrap intervals. For comparison, held-out code is scored as a ceiling ({@link charrnn.lab.HeldOut}).
 *
 * <p>{@code CompletionReport} measures completions: at each {@code CursorPlace} of held-out files, a simulated user types the
 * rest of the line ({@code CompletionResult}), with the completer and with a simpler one ({@code NGrams}).
 *
 * <p>{@code BodyScore} measures whether functions compile in their files: at each {@code CompilePlace}, {@code BodyWriter}
 * writes a body, and {@code BodyJudge} compiles it with the project's {@code CompilerFlags}.
 *
 * <h2>How it works</h2>
 *
 * <ul>
 *   <li>{@code Lexer} and {@code Nesting} cut a text into top-level functions, so that the number of functions does not depend
 *       on how a parser recovers from an error; tree-sitter-c then parses each function separately.
 *   <li>The parser does not expand macros. {@code Macros} removes the most common ones; the scorecard has numbers with and
 *       without this step.
 *   <li>A compiler, if one is installed, compiles each function separately. Most names are undeclared then, so such errors
 *       are counted separately from the others.
 *   <li>Runs that occur in the training text are found by their hashes ({@code TrainingText}).
 * </ul>
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>A project's flags are another's: one could write a file or run a program ({@code CompilerFlags}).
 *   <li>A sample is cut off at its length. The unfinished function at its end is no fault and is not counted.
 *   <li>The lexer must not share code with the scanner that constrains sampling: an error in both would remain unnoticed.
 *   <li>The byte offsets of tree-sitter count UTF-8 bytes.
 * </ul>
 */
@NullMarked
package charrnn.lab;

import org.jspecify.annotations.NullMarked;
