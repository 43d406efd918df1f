/**
 * C's lexical and bracket structure, character by character.
 *
 * <h2>How it works</h2>
 *
 * {@link charrnn.tools.constrain.CScanner} reads a text one code point at a time and always knows where it is: inside a
 * literal, a comment, a directive of the preprocessor, how many brackets and conditionals are open. What breaks the
 * structure is a {@link charrnn.tools.constrain.SyntaxViolation}. The stacks of open brackets and conditionals are immutable lists that
 * share their tails, so that a copy of a scanner costs a few words however deep it is.
 *
 * <p>{@link charrnn.tools.constrain.CConstraints} gives texts a processor that follows this. {@code StrictC} decides which character may come next
 * in a constrained text. It asks the scanner about brackets, literals and directives everywhere, and in the body of a function
 * {@code StatementRules} and {@code Operators} as well. {@code SymbolMasks} remembers the answers by place, and {@code ClosingPlan} is the
 * shortest way out of what is open. {@code TextEnd} knows where a text ends; for one that is to become a function it asks
 * {@code FunctionGrammar}, which masks what leads to no function's head.
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
 *   <li>The shortest way out must itself be allowed. A rule that forbids a semicolon or a closing bracket needs its counterpart in
 *       {@code ClosingPlan}, or a text at its length cannot be closed.
 *   <li>What {@code SymbolMasks} remembers belongs to a place. A rule that depends on something else than the place's number gives
 *       wrong masks, which {@code CConstraintsTest.whatIsRememberedIsTrue} finds.
 *   <li>A directive has brackets of its own: the body of a macro may have more of one kind than of the other.
 * </ul>
 */
@NullMarked
package charrnn.tools.constrain;

import org.jspecify.annotations.NullMarked;
