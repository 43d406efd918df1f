package charrnn.tools.check;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What was found in a run's folder, or in a checkpoint alone.
 *
 * @param path the folder or file
 * @param files its files, the checkpoints first
 * @param loss permanent loss, as a phrase that follows "but"; empty if there was none
 * @param resume what {@code --resume} would do
 */
public record CheckReport(Path path, List<FileReport> files, Optional<String> loss, Resume resume) {
    /**
     * What {@code --resume} would do with a run.
     *
     * @param possible whether it would go on, or begin a run that has not saved yet
     * @param step updates done before it
     * @param epoch epochs done before it
     * @param text the same in words, or why it would not
     */
    public record Resume(boolean possible, long step, int epoch, String text) {
        static Resume impossible(String reason) {
            return new Resume(false, 0, 0, "not possible: " + reason);
        }
    }

    /** Whether nothing is wrong with any file. */
    public boolean isSound() {
        return files.stream().allMatch(FileReport::isSound);
    }
}
