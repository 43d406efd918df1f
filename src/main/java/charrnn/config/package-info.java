/**
 * The configuration of a run: one YAML file, read into records, with every mistake reported at once.
 *
 * <p>{@link charrnn.config.Config} has one component for each section of the YAML. The records are the only list of the
 * keys: each component carries a {@link charrnn.config.Key} with its meaning, default and range. Loading, writing,
 * {@code docs/config.md} and the rules for {@code --resume} follow from that list; a test fails until the documentation,
 * the preset and the rules for {@code --resume} know a new key. A mistake is one line that names file, line, key, value,
 * what is allowed, and the nearest right spelling, see {@link charrnn.config.UserError#messages()}.
 *
 * <p>{@code YamlReader} turns a text into nodes that know their lines; {@code ConfigReader} checks them, and each
 * {@code --set}, key by key and fills a {@code Draft} with values and mistakes; {@code CrossChecks} checks keys that depend
 * on each other.
 *
 * <p>Traps:
 *
 * <ul>
 *   <li>YAML itself gives plain words a type: {@code no} is false to some parsers and {@code 010} is eight. Here the key's
 *       type decides: a text is the characters as written, a number is decimal, a truth value is {@code true} or
 *       {@code false}.
 *   <li>A {@code --set} value is YAML as well, so blanks at its ends vanish and {@code #} may begin a comment; quotes
 *       keep both: {@code --set 'sampling.prime="#include "'}.
 *   <li>A mistake in one key must not cause a second message that is wrong. {@code CrossChecks} treats a key that was
 *       refused as unknown, not as being at its default.
 *   <li>{@code model.hidden} may be one number for several layers; use {@link charrnn.config.ModelConfig#hiddenSizes()},
 *       not {@code hidden()}.
 * </ul>
 */
@NullMarked
package charrnn.config;

import org.jspecify.annotations.NullMarked;
