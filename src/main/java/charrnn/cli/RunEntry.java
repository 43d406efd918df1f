package charrnn.cli;

import charrnn.config.ConfigLoader;
import charrnn.config.TrainingConfig;
import charrnn.config.UserError;
import charrnn.files.Reason;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.train.RunFolder;
import charrnn.train.RunLimit;
import charrnn.train.TestResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A row of the list of runs: a run's folder with its newest checkpoint, its losses and its state.
 *
 * @param folder the folder
 * @param newest the last checkpoint, or the best one where there is no last; empty if neither exists or it cannot be
 *     read
 * @param testBpc loss of the best checkpoint on the test text, bits per character; empty if it was not measured
 * @param lastChange when the newest checkpoint was written
 * @param state what can be done with the run
 * @param trouble why the folder or a checkpoint cannot be read; empty if all can
 */
record RunEntry(
        Path folder,
        Optional<CheckpointReader.Summary> newest,
        OptionalDouble testBpc,
        Instant lastChange,
        State state,
        String trouble) {

    /** What can be done with a run. */
    enum State {
        /** A process is training it. */
        TRAINING,
        /** {@code train --resume} continues it. */
        RESUMABLE,
        /** Its epochs, minutes or patience are used up; with more of them it can be resumed. */
        OVER,
        /** The checkpoint lacks the update rule's state, so it cannot be resumed. */
        NETWORK_ONLY,
        /** The folder has no checkpoint: none was saved yet, or it was deleted. */
        NOTHING_SAVED,
        /** Something in its folder cannot be read. */
        BROKEN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Reads a folder; empty if it holds no run. */
    static Optional<RunEntry> of(Path path) {
        RunFolder folder = new RunFolder(path);
        Optional<Path> file = present(folder.last()).or(() -> present(folder.best()));
        Instant lastChange = Instant.ofEpochMilli(file.orElse(path).toFile().lastModified());
        try {
            boolean training = folder.isLocked();
            if (file.isEmpty() && !training && folder.remains().isEmpty()) {
                return Optional.empty();
            }
            Optional<CheckpointReader.Summary> newest = file.map(CheckpointReader::summary);
            OptionalDouble testBpc = present(folder.best())
                    .flatMap(best ->
                            TestResult.of(path, CheckpointReader.summary(best).progress()))
                    .map(result -> OptionalDouble.of(result.bitsPerChar()))
                    .orElse(OptionalDouble.empty());
            State state =
                    training ? State.TRAINING : newest.map(RunEntry::state).orElse(State.NOTHING_SAVED);
            return Optional.of(new RunEntry(path, newest, testBpc, lastChange, state, ""));
        } catch (UserError e) {
            return Optional.of(broken(path, lastChange, String.join("; ", e.messages())));
        } catch (IOException e) {
            return Optional.of(broken(path, lastChange, path + " cannot be read: " + Reason.of(e)));
        }
    }

    private static Optional<Path> present(Path file) {
        return Optional.of(file).filter(Files::isRegularFile);
    }

    private static RunEntry broken(Path path, Instant lastChange, String trouble) {
        return new RunEntry(path, Optional.empty(), OptionalDouble.empty(), lastChange, State.BROKEN, trouble);
    }

    private static State state(CheckpointReader.Summary newest) {
        if (!newest.resumable()) {
            return State.NETWORK_ONLY;
        }
        TrainingConfig training = ConfigLoader.parse(newest.configYaml(), "the checkpoint's configuration", List.of())
                .training();
        return RunLimit.reached(training, newest.progress()).isEmpty() ? State.RESUMABLE : State.OVER;
    }

    /** Lowest loss on the validation text, bits per character. */
    OptionalDouble validationBpc() {
        return newest.map(summary -> summary.progress().scores().bestValidationBpc())
                .orElse(OptionalDouble.empty());
    }

    String name() {
        return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }
}
