package charrnn.tools.report;

import charrnn.cli.base.RunLocator;
import charrnn.config.ConfigLoader;
import charrnn.config.ConfigWriter;
import charrnn.corpus.Split;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import charrnn.evaluate.BitsPerCharacter;
import charrnn.files.BoundedFile;
import charrnn.message.Count;
import charrnn.message.Reason;
import charrnn.message.UserError;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.train.History;
import charrnn.train.History.Line;
import charrnn.train.RunFolder;
import charrnn.train.TestResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.io.function.IOFunction;

/**
 * The readable content of a run's folder.
 *
 * @param folder the folder, as the user named it
 * @param lines the readable lines of the history
 * @param config the configuration's values by their keys; empty if it is not known
 * @param checkpointFile the best checkpoint, or else the last
 * @param notes what is missing or could not be read, one sentence each
 */
record Run(
        Path folder,
        List<Line> lines,
        Map<String, String> config,
        Optional<Split> split,
        Optional<Path> checkpointFile,
        Optional<CheckpointReader.Summary> checkpoint,
        List<String> notes) {
    private static final String[] MEASUREMENTS = {
        "learningRate", "trainBpc", "validationBpc", "gradientNorm", "charsPerSecond"
    };

    /** Reads a folder; a {@link UserError} says that it does not exist or is not a run's. */
    static Run read(Path folder) {
        RunFolder files = new RunFolder(folder);
        List<String> notes = new ArrayList<>();
        List<Line> lines = lines(files, notes);
        Optional<Path> file = files.checkpoints().findFirst();
        Optional<CheckpointReader.Summary> checkpoint =
                file.flatMap(path -> read(path, CheckpointReader::summary, notes));
        Optional<Split> split = readIfPresent(files.split(), Split::read, notes);
        Optional<String> yaml = readIfPresent(files.config(), path -> BoundedFile.readString(path, 1), notes)
                .or(() -> checkpoint.map(CheckpointReader.Summary::configYaml));
        Map<String, String> config = yaml.flatMap(
                        text -> read(files.config(), path -> ConfigLoader.recorded(text, "config.yaml"), notes))
                .map(ConfigWriter::values)
                .orElse(Map.of());
        if (file.isEmpty()) {
            notes.add("There is no checkpoint in the folder, so network and environment are not known.");
        }
        return new Run(folder, lines, config, split, file, checkpoint, notes);
    }

    /** Lines with a measurement. */
    List<Line> reports() {
        return having(lines, MEASUREMENTS);
    }

    /** Lines that have a number in at least one of some fields. */
    static List<Line> having(List<Line> lines, String... fields) {
        return lines.stream()
                .filter(line -> Stream.of(fields).anyMatch(field -> !Double.isNaN(line.number(field))))
                .toList();
    }

    /** Lines that have the text field {@code sample} or {@code event}. */
    List<Line> texts(String field) {
        return lines.stream()
                .filter(line -> line.json().path(field).isTextual())
                .toList();
    }

    /** The name in the configuration, or else that of the folder. */
    String name() {
        String configured = config.getOrDefault("name", "");
        return configured.isEmpty() ? RunLocator.name(folder) : configured;
    }

    /** What identifies the text of the last validation; only runs with equal ones have losses that can be compared. */
    List<Object> validationText() {
        List<Piece> pieces = split.map(parts -> parts.of(Part.VALIDATION)).orElse(List.of());
        List<Line> validated = having(lines, "validationChars");
        double chars =
                validated.isEmpty() ? 0 : validated.get(validated.size() - 1).number("validationChars");
        return List.of(split.isPresent() ? pieces : folder, chars);
    }

    /** The checkpoint's loss on the test text, if it was measured. */
    Optional<BitsPerCharacter> testLoss() {
        return checkpoint.flatMap(summary -> TestResult.read(folder, summary.progress()));
    }

    private static List<Line> lines(RunFolder folder, List<String> notes) {
        if (!Files.exists(folder.path())) {
            throw UserError.noRun(folder.path());
        }
        if (!Files.isRegularFile(folder.history())) {
            throw new UserError(
                    folder.path() + " is not a run's folder, such as checkpoints/lstm: it has no history.jsonl");
        }
        try {
            History history = History.read(folder.history());
            List<Line> all = Stream.concat(history.lines().stream(), history.unfinished().stream())
                    .filter(line -> !line.text().isBlank())
                    .toList();
            List<Line> readable = all.stream().filter(Run::isReadable).toList();
            if (having(readable, MEASUREMENTS).isEmpty()) {
                notes.add("Nothing has been reported yet: history.jsonl has no measurement that could be shown.");
            }
            if (readable.size() < all.size()) {
                notes.add(Count.of(all.size() - readable.size(), "line")
                        + " of history.jsonl could not be read: left out.");
            }
            return readable;
        } catch (IOException e) {
            throw UserError.unreadable(folder.history(), e);
        }
    }

    private static boolean isReadable(Line line) {
        return !Double.isNaN(line.number("step") + line.number("chars") + line.number("seconds"));
    }

    private static <T> Optional<T> readIfPresent(Path file, IOFunction<Path, T> reader, List<String> notes) {
        return Files.exists(file) ? read(file, reader, notes) : Optional.empty();
    }

    private static <T> Optional<T> read(Path file, IOFunction<Path, T> reader, List<String> notes) {
        try {
            return Optional.of(reader.apply(file));
        } catch (UserError e) {
            notes.add(e.getMessage());
        } catch (IOException e) {
            notes.add(file + " cannot be read: " + Reason.of(e));
        }
        return Optional.empty();
    }
}
