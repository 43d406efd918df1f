/**
 * C's grammar as a constraint. {@link charrnn.tools.constrain.CConstraints} creates a {@code CConstraint} for each text, which
 * accepts or rejects each token by {@link charrnn.grammar.CText}, and ends the text.
 */
@NullMarked
package charrnn.tools.constrain;

import org.jspecify.annotations.NullMarked;
