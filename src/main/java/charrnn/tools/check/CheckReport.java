package charrnn.tools.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The findings of a check of a run's folder, or of a checkpoint alone.
 *
 * @param path the folder or file
 * @param files its files, the checkpoints first
 * @param loss permanent loss, as a phrase that follows "but"; empty if there was none
 * @param resume the outcome of a {@code --resume}
 */
public record CheckReport(Path path, List<FileReport> files, Optional<String> loss, Resume resume) {
    /**
     * The expected outcome of a {@code --resume}.
     *
     * @param possible whether the run would go on, or begin if it has not saved yet
     * @param step updates done before
     * @param epoch epochs done before
     * @param text the same in words, or why the run would not go on
     */
    public record Resume(boolean possible, long step, int epoch, String text) {
        static Resume impossible(String reason) {
            return new Resume(false, 0, 0, "not possible: " + reason);
        }
    }

    /**
     * The findings about one file of a run's folder.
     *
     * @param file its name
     * @param summary its content in a few words
     * @param facts the same for programs: text, numbers and truth values by name
     * @param problems faults, a phrase each that follows the file's name; none in a sound file
     * @param notes harmless findings, in the same form
     */
    public record FileReport(
            String file, String summary, Map<String, Object> facts, List<String> problems, List<String> notes) {
        /** Whether the file has no faults. */
        public boolean isSound() {
            return problems.isEmpty();
        }
    }

    /** Whether no file has a fault. */
    public boolean isSound() {
        return files.stream().allMatch(FileReport::isSound);
    }

    /** Builder of a {@link FileReport}. */
    static final class Findings {
        private final String file;
        private final Map<String, Object> facts = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        Findings(String file) {
            this.file = file;
        }

        void fact(String name, Object value) {
            facts.put(name, value);
        }

        void fact(String name, OptionalDouble value) {
            value.ifPresent(number -> facts.put(name, number));
        }

        void problem(String what) {
            problems.add(what);
        }

        void note(String what) {
            notes.add(what);
        }

        FileReport report(String summary) {
            return new FileReport(
                    file, summary, Collections.unmodifiableMap(facts), List.copyOf(problems), List.copyOf(notes));
        }
    }
}
