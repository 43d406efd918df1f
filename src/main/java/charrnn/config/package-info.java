/**
 * The configuration of a run: one YAML file, read into records, with every mistake told at once.
 *
 * <h2>What it is for</h2>
 *
 * A run is described by {@link charrnn.config.Config}, a record with one component a section of the YAML; the rest of
 * the program sees these records and never the file. A person finds out what is wrong with a file in one go: each
 * mistake is a line of its own that names file, line, key, value, what is allowed, and the nearest right spelling. The
 * caller shows {@link charrnn.config.UserError#messages()} and leaves.
 *
 * <h2>How it works</h2>
 *
 * The records are the only list of the keys. Each component carries a {@link charrnn.config.Key} with its meaning and
 * range, its default stands in the record's {@code defaults()}, and {@link charrnn.config.ConfigKeys} reads both by
 * reflection. Loading, writing, {@code docs/config.md} and the rules for {@code --resume} all follow from that list, so
 * a new key is one new component (and a test fails until the documentation, the preset and the resume rules know it).
 *
 * <p>A text goes through four small steps: {@code YamlReader} turns it into a tree that knows its lines;
 * {@code SectionReader} walks the tree beside the list of keys and fills a {@code Draft} with values and mistakes;
 * {@code OverrideReader} does the same for each {@code --set}; {@code CrossChecks} looks at keys that only make sense
 * together. What a draft lacks is at its default.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>YAML has opinions on plain words: {@code no} is false to some parsers and {@code 010} is eight. Here the key's
 *       type decides, not YAML: a text is the characters as written, a number is decimal, a truth value is
 *       {@code true} or {@code false}.
 *   <li>A {@code --set} value is YAML as well, so blanks at its ends vanish and {@code #} may begin a comment; quotes
 *       keep both: {@code --set 'sampling.prime="#include "'}.
 *   <li>Aliases ({@code *name}) are refused: nothing here needs them, and a few lines of them can stand for gigabytes.
 *   <li>A mistake in one key must not bring up a second one that is not there. A key that was refused counts as
 *       unknown in {@code CrossChecks}, not as its default.
 *   <li>{@code model.hidden} may be one number for several layers; use {@link charrnn.config.ModelConfig#hiddenSizes()},
 *       not {@code hidden()}.
 * </ul>
 */
@NullMarked
package charrnn.config;

import org.jspecify.annotations.NullMarked;
