/**
 * C's lexical and bracket structure, character by character, as a logits processor.
 *
 * <p>{@link charrnn.tools.constrain.CScanner} reads a text and holds its state: the lexical region, the open brackets and
 * conditionals ({@code BracketStructure}), and in the body of a function its statements and operators ({@code Statements},
 * {@code Operators}). The stacks are immutable lists that share their tails, so that a copy of a scanner costs a few words at
 * any depth. {@code StrictC} decides which character may come next, with the rules of {@code Directives}, {@code Statements}
 * and {@code Operators}; {@code ClosingPlan} is the shortest way out of what is open; {@code SymbolMasks} remembers the
 * answers by place. {@link charrnn.tools.constrain.CConstraints} creates a {@code CProcessor} for each text, which masks and ends it, with the
 * {@code FunctionGrammar} of one that is to become a function.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>A character's answer describes the state after it: after an opening quote the scanner is inside the string, after
 *       the closing one no longer. A slash may yet begin a comment; until the next character it is code.
 *   <li>A backslash before the end of a line joins two lines anywhere, even inside {@code /}{@code *}: it is kept back
 *       until the next character decides.
 *   <li>The branches of {@code #if} and {@code #else} each begin with the brackets that were open at the {@code #if}.
 *       After {@code #endif} those of the first branch count, as if every condition were true.
 *   <li>A directive has brackets of its own: the body of a macro may have more of one kind than of the other.
 *   <li>The shortest way out must itself be allowed. A rule that forbids a semicolon or a closing bracket needs its counterpart in
 *       {@code ClosingPlan}, or a text at its length cannot be closed.
 *   <li>What {@code SymbolMasks} remembers belongs to a place. A rule that depends on something else than the place's number gives
 *       wrong masks.
 * </ul>
 */
@NullMarked
package charrnn.tools.constrain;

import org.jspecify.annotations.NullMarked;
