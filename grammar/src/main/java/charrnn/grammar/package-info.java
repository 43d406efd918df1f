/**
 * Which tokens may follow a prefix of C: an Earley recognizer for prefixes of C, with a symbol table, types and a minimal completion. It
 * knows nothing of what writes the text.
 *
 * <p>{@code GrammarNotation} reads the resource {@code c.grammar}, {@code Grammar} compiles it, and an {@code ItemSet} is the state
 * of the recognizer after some tokens. {@link charrnn.grammar.CText} is a text up to a position, with the {@code FunctionState} that
 * no context-free grammar expresses. {@link charrnn.grammar.SymbolTable} has what the files of a {@link charrnn.grammar.HeaderIndex}
 * declare, and {@code TypeRules} reject what is not in it. {@link charrnn.grammar.Prompt} reads the given text: by the grammar from its
 * last declaration on, and before that by {@link charrnn.grammar.CScanner}, as a compiler's lexer does.
 *
 * <h2>Why tokens are rejected before they are masked</h2>
 *
 * <p>A mask of characters changes the proportions of tokens. If {@code break} may not come, the network still draws the {@code
 * br} of a probable {@code break}, and a mask then leaves the rest of words such as {@code brelse(}, however improbable they are.
 * Rejection draws the whole token again, so the tokens that may come keep their proportions. Masks are the last resort,
 * after many rejections.
 *
 * <p>With a symbol table, most rejections come one token late: {@code p = n} may not end if {@code n} is a number, but might go on. Masks
 * would then lead into improbable expressions. So reject the whole statement first, which keeps the proportions of statements.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>Item sets and texts are immutable and share their past, so a copy takes constant time. A set computes what follows it
 *       once and stores it: it is not thread-safe.
 *   <li>A set does not contain the token that is being read. A word or a number ends at the character after it, so a wrong
 *       last token shows one character late.
 *   <li>A token may belong to several terminals, by its spelling alone. The recognizer then follows all of them,
 *       and {@code FunctionState} removes those that the declared names exclude. It must never remove the last way to complete a text:
 *       {@code CText.missingLabel} and {@code FunctionState.examples} are the counterparts of its rules for labels and declarations. A
 *       completion keeps the symbols and the numbers of arguments, but not the types, with which an operand might have no end.
 *   <li>{@code cost} is an estimate; {@code CText.ending} is the completion itself and takes longer. Compute it only
 *       when the estimate is near the remaining length.
 *   <li>Whether a rule with {@code in} may begin depends on the items around it, so the sets of first terminals in
 *       {@code Grammar} hold its first ones always and {@code ItemSet.terminals} removes them.
 *   <li>A directive is matched as a whole when its line ends. The branches of a {@code Conditional} each begin with the text at
 *       the {@code #if}; after {@code #endif} the first branch counts, as if every condition were true.
 *   <li>{@code CScanner}'s state is the one after the last character: inside the string after an opening quote, in code after
 *       the closing quote. A slash counts as code until the next character makes it a comment.
 *   <li>{@code CScanner} joins two lines at a backslash anywhere, even between the two characters that begin a comment, so it
 *       processes a backslash only when it reads the next character. In a directive it keeps separate brackets: a macro's body
 *       may be unbalanced.
 * </ul>
 */
@NullMarked
package charrnn.grammar;

import org.jspecify.annotations.NullMarked;
