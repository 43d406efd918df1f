/**
 * The configuration of a run: one YAML file, read into records, with every mistake reported at once.
 *
 * <p>{@link charrnn.config.Config} has one component for each section of the YAML. The records are the only list of the
 * keys: each component carries a {@link charrnn.config.Key} with its meaning, default and range. Loading and writing
 * use that list, and tests fail until a new key is also in {@code docs/reference/configuration.md}, in the default preset and in
 * the test of {@code --resume}. The message for a mistake is one line with the file, the line, the key, the value, the
 * allowed values and the nearest correct spelling, see {@link charrnn.message.UserError#messages()}.
 *
 * <p>{@code YamlReader} parses YAML into SnakeYAML's nodes. {@code ConfigReader} checks each key, of the file and of
 * {@code --set}, and fills a {@code Draft} with values and mistakes. {@code CrossChecks} checks keys that depend on
 * each other.
 *
 * <p>Traps:
 *
 * <ul>
 *   <li>YAML parsers guess the type of an unquoted word: for some, {@code no} is false and {@code 010} is eight. Here
 *     the key's type decides: a string is the characters as written, a number is decimal, a boolean is {@code true} or
 *     {@code false}.
 *   <li>A {@code --set} value is YAML too: leading and trailing blanks are dropped, and {@code #} may begin a comment.
 *     Quotes keep both: {@code --set 'sampling.prime="#include "'}.
 *   <li>A mistake in one key must not cause a second, wrong message. After a refused value, {@code CrossChecks}
 *     skips the checks of that key; it does not check the default.
 *   <li>{@code model.hidden} may be one number for several layers; use {@link
 *     charrnn.config.ModelConfig#hiddenSizes()}, not {@code hidden()}.
 * </ul>
 */
@NullMarked
package charrnn.config;

import org.jspecify.annotations.NullMarked;
