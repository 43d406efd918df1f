/**
 * A logits processor that keeps generated text within the lexical and bracket structure of C.
 *
 * <p>{@link charrnn.tools.constrain.CScanner} reads a text and holds its state: the lexical region, the open brackets and
 * conditionals ({@code BracketStructure}), and in the body of a function its statements and operators ({@code Statements},
 * {@code Operators}) and its names ({@code Declarations}). {@code StrictC} decides which character may come next, with the
 * rules of {@code Directives}, {@code Statements} and {@code Operators}. {@code ClosingPlan} gives the characters that close
 * everything that is open. {@code SymbolMasks} computes the forbidden symbols of a vocabulary and caches them. {@link
 * charrnn.tools.constrain.CConstraints} creates a {@code CProcessor} for each text, which masks these symbols and those that
 * {@code Declarations} forbid, and ends the text; {@code FunctionGrammar} adds the rules for a text that must become a function
 * definition.
 *
 * <p>Stacks are immutable linked lists, so copying a scanner takes constant time at any depth.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>The scanner's state is the one after the last character: inside the string after an opening quote, in code after
 *       the closing quote. A slash counts as code until the next character makes it a comment.
 *   <li>A backslash before the end of a line joins two lines anywhere, even between the two characters that begin a
 *       comment. The scanner therefore processes a backslash only when it reads the next character.
 *   <li>The branches of {@code #if} and {@code #else} each begin with the brackets that were open at the {@code #if}.
 *       After {@code #endif} the brackets of the first branch are open, as if every condition were true.
 *   <li>The brackets of a directive are separate from those of the code: a macro's body may be unbalanced.
 *   <li>{@code StrictC} must allow every character of {@code ClosingPlan}. A new rule that forbids a semicolon or a closing
 *       bracket needs its counterpart there, otherwise a text that reaches its length cannot be closed.
 *   <li>Names are masked after {@code SymbolMasks} and not near the length: the closing plan does not know them.
 *   <li>{@code SymbolMasks} caches by a key. A rule that depends on state outside of the key gives wrong masks.
 * </ul>
 */
@NullMarked
package charrnn.tools.constrain;

import org.jspecify.annotations.NullMarked;
