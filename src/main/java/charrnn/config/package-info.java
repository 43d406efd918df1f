/**
 * The configuration of a run: one YAML file, read into records. All wrong keys and values are reported at once.
 *
 * <p>The records are the only list of the keys: each component carries a {@link charrnn.config.Key} with its meaning and a
 * {@link charrnn.config.Key.Bounds} with its default and range. The command line, the HTTP API and docs/reference/configuration.md
 * are made from them. {@code ConfigReader} checks each key of the file and of {@code --set}, and fills a {@code Draft} with values
 * and mistakes; without any, {@code CrossChecks} then checks keys that depend on each other.
 *
 * <p>Traps:
 *
 * <ul>
 *   <li>YAML parsers guess the type of an unquoted word: for some, {@code no} is false and {@code 010} is eight. Here the key's
 *       type decides, not YAML's tag.
 *   <li>A {@code --set} value is YAML too: leading and trailing blanks are dropped, unless the value of a text is nothing else, and {@code #} may begin a comment.
 *       Quotes keep both: {@code --set 'sampling.prime="#include "'}.
 *   <li>{@code model.hidden} may be one number for several layers; use {@link charrnn.config.ModelConfig#hiddenSizes()}.
 * </ul>
 */
@NullMarked
package charrnn.config;

import org.jspecify.annotations.NullMarked;
