package charrnn.cli;

import charrnn.config.ConfigLoader;
import charrnn.config.TrainingConfig;
import charrnn.config.UserError;
import charrnn.files.Reason;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.CheckpointSummary;
import charrnn.model.checkpoint.Progress;
import charrnn.train.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A run's folder, as a list of runs shows it.
 *
 * @param folder the folder
 * @param newest the last checkpoint, or the best one of a network that ships without a last; empty where there is none
 *     or it cannot be read
 * @param lastChange when it was written
 * @param state what can be done with the run
 * @param trouble why the folder or a checkpoint cannot be read; empty where all can
 */
record RunEntry(Path folder, Optional<CheckpointSummary> newest, Instant lastChange, State state, String trouble) {

    /** What can be done with a run. */
    enum State {
        /** A process is training it. */
        TRAINING,
        /** {@code train --resume} goes on with it. */
        RESUMABLE,
        /** Its epochs, minutes or patience are used up; with more of them it can be resumed. */
        OVER,
        /** A network without the update rule's state. */
        NETWORK_ONLY,
        /** It has not saved a checkpoint yet, or has lost it. */
        NOTHING_SAVED,
        /** Something in its folder cannot be read. */
        BROKEN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Reads a folder; empty where it holds no run. */
    static Optional<RunEntry> of(Path path) {
        RunFolder folder = new RunFolder(path);
        Optional<Path> file = Stream.of(folder.last(), folder.best())
                .filter(Files::isRegularFile)
                .findFirst();
        try {
            boolean training = folder.isLocked();
            if (file.isEmpty() && !training && folder.remains().isEmpty()) {
                return Optional.empty();
            }
            if (Files.isRegularFile(folder.best())) {
                CheckpointReader.summary(folder.best()); // the one that commands take: it must be sound too
            }
            Optional<CheckpointSummary> newest = file.map(CheckpointReader::summary);
            State state =
                    training ? State.TRAINING : newest.map(RunEntry::state).orElse(State.NOTHING_SAVED);
            return Optional.of(new RunEntry(path, newest, lastChange(file.orElse(path)), state, ""));
        } catch (UserError e) {
            return Optional.of(broken(path, file, String.join("; ", e.messages())));
        } catch (IOException e) {
            return Optional.of(broken(path, file, path + " cannot be read: " + Reason.of(e)));
        }
    }

    private static RunEntry broken(Path path, Optional<Path> file, String trouble) {
        return new RunEntry(path, Optional.empty(), lastChange(file.orElse(path)), State.BROKEN, trouble);
    }

    private static Instant lastChange(Path file) {
        return Instant.ofEpochMilli(file.toFile().lastModified());
    }

    private static State state(CheckpointSummary newest) {
        if (!newest.resumable()) {
            return State.NETWORK_ONLY;
        }
        TrainingConfig training = ConfigLoader.parse(newest.configYaml(), "the checkpoint's configuration", List.of())
                .training();
        return isOver(training, newest.progress()) ? State.OVER : State.RESUMABLE;
    }

    private static boolean isOver(TrainingConfig limits, Progress progress) {
        return limits.epochs() > 0 && progress.epoch() >= limits.epochs()
                || limits.maxMinutes() > 0 && progress.trainingSeconds() >= 60 * limits.maxMinutes()
                || limits.patience() > 0 && progress.course().validationsSinceBest() >= limits.patience();
    }

    /** Lowest loss on the validation text, bits per character. */
    OptionalDouble validationBpc() {
        return newest.map(summary -> summary.progress().scores().bestValidationBpc())
                .orElse(OptionalDouble.empty());
    }

    /** Loss of the best checkpoint on the test text, bits per character, where it was measured. */
    OptionalDouble testBpc() {
        return OptionalDouble.empty();
    }

    String name() {
        return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }
}
