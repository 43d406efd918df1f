package charrnn.tools.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The findings of a check of a run's folder, or of a checkpoint alone.
 *
 * @param path the folder or file
 * @param files its files, the checkpoints first
 * @param lostHistory permanently lost lines of the history, as a phrase that follows "but"; empty if there are none
 * @param resume the expected outcome of a {@code --resume}
 */
public record CheckReport(Path path, List<FileReport> files, Optional<String> lostHistory, Resume resume) {
    /** The expected outcome of a {@code --resume}: whether and where the run would continue, or start, and in words. */
    public record Resume(boolean possible, long step, int epoch, String text) {
        static Resume impossible(String reason) {
            return new Resume(false, 0, 0, "not possible: " + reason);
        }
    }

    /**
     * The findings about one file of a run's folder, to which a check adds.
     *
     * @param file its name
     * @param summary its content in a few words; empty where nothing is known
     * @param facts its content for programs: text, numbers and truth values by name
     * @param problems each a phrase that follows the file's name; none in a sound file
     * @param notes harmless findings, in the same form
     */
    public record FileReport(
            String file, StringBuilder summary, Map<String, Object> facts, List<String> problems, List<String> notes) {
        FileReport(Path file) {
            this(
                    String.valueOf(file.getFileName()),
                    new StringBuilder(),
                    new LinkedHashMap<>(),
                    new ArrayList<>(),
                    new ArrayList<>());
        }

        public boolean isSound() {
            return problems.isEmpty();
        }

        void problem(String text) {
            problems.add(text);
        }

        void note(String text) {
            notes.add(text);
        }

        void summarize(String format, Object... values) {
            summary.append(String.format(Locale.ROOT, format, values));
        }

        void size(long bytes) {
            facts.put("bytes", bytes);
            summarize("%,d bytes", bytes);
        }
    }

    public boolean isSound() {
        return files.stream().allMatch(FileReport::isSound);
    }
}
