package charrnn.tools.report;

import charrnn.config.Count;
import charrnn.config.UserError;
import charrnn.corpus.Split;
import charrnn.files.Reason;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.train.TestResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run's folder holds, as far as it could be read.
 *
 * @param folder the folder, as it was named
 * @param history what happened
 * @param config the configuration's values by their paths; empty where it is not known
 * @param split which text was for what
 * @param checkpointFile the checkpoint to sample from: the best, else the last
 * @param checkpoint what that one tells
 * @param notes what could not be read, one sentence each
 */
record Run(
        Path folder,
        RunHistory history,
        Map<String, String> config,
        Optional<Split> split,
        Optional<Path> checkpointFile,
        Optional<CheckpointReader.Summary> checkpoint,
        List<String> notes) {

    /** @throws UserError if it is no run's folder */
    static Run read(Path folder) {
        List<String> notes = new ArrayList<>();
        RunHistory history = history(folder);
        if (history.reports().isEmpty()) {
            notes.add("Nothing has been reported yet: history.jsonl has no measurement that could be shown.");
        }
        if (history.unreadable() > 0) {
            notes.add(Count.of(history.unreadable(), "line") + " of history.jsonl could not be read: left out.");
        }
        Optional<Path> file = Stream.of("best.zip", "last.zip")
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
        Optional<CheckpointReader.Summary> checkpoint =
                file.flatMap(path -> read(path, CheckpointReader::summary, notes));
        Optional<Split> split = present(folder, "split.json")
                .flatMap(path -> read(path, p -> Split.fromJson(Files.readString(p)), notes));
        Optional<String> yaml = present(folder, "config.yaml")
                .flatMap(path -> read(path, Files::readString, notes))
                .or(() -> checkpoint.map(CheckpointReader.Summary::configYaml));
        Map<String, String> config = yaml.flatMap(
                        text -> read(folder.resolve("config.yaml"), p -> FlatYaml.read(text), notes))
                .orElse(Map.of());
        if (file.isEmpty()) {
            notes.add("There is no checkpoint in the folder, so network and environment are not known.");
        }
        return new Run(folder, history, config, split, file, checkpoint, notes);
    }

    /** The run's name: the configuration's, else the folder's. */
    String name() {
        String configured = config.getOrDefault("name", "");
        Path last = folder.toAbsolutePath().normalize().getFileName();
        return configured.isEmpty() && last != null ? last.toString() : configured;
    }

    /** The checkpoint's loss on the test text, if it was measured. */
    Optional<TestResult> test() {
        return checkpoint.flatMap(it -> TestResult.of(folder, it.progress()));
    }

    private static RunHistory history(Path folder) {
        if (!Files.exists(folder)) {
            throw UserError.noRun(folder);
        }
        Path file = folder.resolve("history.jsonl");
        if (!Files.isRegularFile(file)) {
            throw new UserError(folder + " is not a run's folder, such as checkpoints/lstm: it has no history.jsonl");
        }
        try {
            return HistoryReader.read(file);
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + Reason.of(e), e);
        }
    }

    private static Optional<Path> present(Path folder, String name) {
        return Optional.of(folder.resolve(name)).filter(Files::exists);
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(Path file) throws IOException;
    }

    private static <T> Optional<T> read(Path file, Reading<T> reading, List<String> notes) {
        try {
            return Optional.of(reading.of(file));
        } catch (UserError e) {
            notes.add(e.getMessage());
        } catch (IOException e) {
            notes.add(file + " cannot be read: " + Reason.of(e));
        }
        return Optional.empty();
    }
}
