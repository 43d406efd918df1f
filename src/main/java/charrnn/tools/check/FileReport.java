package charrnn.tools.check;

import java.util.List;
import java.util.Map;

/**
 * What was found in one file of a run's folder.
 *
 * @param file its name
 * @param summary what is in it, in a few words
 * @param facts the same for programs: text, numbers and truth values by name
 * @param problems what is wrong with it, a sentence each that goes on after the file's name; none where it is sound
 * @param notes what is worth knowing and harmless
 */
public record FileReport(
        String file, String summary, Map<String, Object> facts, List<String> problems, List<String> notes) {
    /** Whether nothing is wrong with it. */
    public boolean isSound() {
        return problems.isEmpty();
    }
}
