package charrnn.cli;

import charrnn.cli.base.CliCommand;
import charrnn.cli.base.RunLocator;
import charrnn.evaluate.BitsPerCharacter;
import charrnn.files.StrictJson;
import charrnn.message.Reason;
import charrnn.message.TerminalText;
import charrnn.message.UserError;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.train.RunFolder;
import charrnn.train.RunLimit;
import charrnn.train.TestResult;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code runs}: lists the runs in a folder. */
@Command(
        name = "runs",
        description = {
            "Lists the runs in a folder, the newest first, whose network is the default of --checkpoint: network, losses"
                    + " in bits per character (comparable for the same corpus and split), minutes trained, state.",
            "States: training, resumable, over (train --resume continues it with more epochs, minutes or patience),"
                    + " network only (lacks what resuming needs), nothing saved, broken."
        },
        footer = {"  charrnn runs", "  charrnn runs /data/checkpoints --json"})
final class RunsCommand extends CliCommand {
    private static final List<String> COLUMNS =
            List.of("run", "network", "validation", "test", "minutes", "last change", "state");
    private static final String UNKNOWN = "-";

    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            description = "A folder of runs, or the folder of one run. Default: checkpoints here and beside the jar.")
    private @Nullable Path folder;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    /** What is listed of a run, and its JSON; null and an empty list are unknown. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record ListedRun(
            String name,
            String folder,
            List<Integer> hidden,
            @Nullable Long parameters,
            @Nullable Long step,
            @Nullable Double minutes,
            @Nullable Double validationBpc,
            @Nullable Double testBpc,
            String lastChange,
            String state,
            @Nullable String trouble) {}

    @Override
    public Integer call() {
        List<Path> folders = folder == null ? RunLocator.checkpointsFolders() : List.of(folder);
        Map<Path, List<ListedRun>> runs = new LinkedHashMap<>(); // by folder
        folders.forEach(in -> runs.put(in, runs(in).toList()));
        runs.values().removeIf(List::isEmpty);
        if (json) {
            List<ListedRun> all = runs.values().stream().flatMap(List::stream).toList();
            print(StrictJson.MAPPER.valueToTree(Map.of("runs", all)));
        } else if (runs.isEmpty()) {
            err().println("there is no run in "
                    + (folder == null ? Path.of("checkpoints").toAbsolutePath() : folder)
                    + ": charrnn --config quick.yaml trains one in two minutes");
        } else {
            runs.forEach((in, found) -> {
                if (runs.size() > 1) {
                    print("%s:", in);
                }
                Stream<List<String>> rows =
                        Stream.concat(Stream.of(COLUMNS), found.stream().map(RunsCommand::row));
                TerminalText.table(rows.toList()).forEach(line -> print("%s", line));
            });
        }
        return 0;
    }

    /** Reads the runs in a folder, or the run of the folder itself, in the order in which a default checkpoint is chosen. */
    private static Stream<ListedRun> runs(Path in) {
        if (!Files.isDirectory(in)) {
            throw Files.exists(in) ? new UserError(in + " is a file: name a folder of runs") : UserError.noRun(in);
        }
        Optional<ListedRun> itself = run(in);
        return itself.isPresent()
                ? itself.stream()
                : RunLocator.subfolders(in).stream().flatMap(path -> run(path).stream());
    }

    /** Reads a run; empty if the folder holds none. */
    private static Optional<ListedRun> run(Path path) {
        RunFolder folder = new RunFolder(path);
        Optional<Path> best = Optional.of(folder.best()).filter(Files::isRegularFile);
        Optional<Path> file =
                Optional.of(folder.last()).filter(Files::isRegularFile).or(() -> best);
        Optional<CheckpointReader.Summary> newest = Optional.empty();
        Optional<BitsPerCharacter> test = Optional.empty();
        String state = "broken";
        String trouble = null;
        try {
            boolean training = folder.isLocked();
            if (file.isEmpty() && !training && folder.remains().isEmpty()) {
                return Optional.empty();
            }
            newest = file.map(CheckpointReader::summary);
            state = training ? "training" : newest.map(RunsCommand::state).orElse("nothing saved");
            test = best.map(CheckpointReader::summary).flatMap(summary -> TestResult.read(path, summary.progress()));
        } catch (UserError e) {
            trouble = String.join("; ", e.messages());
        } catch (IOException e) {
            trouble = path + " cannot be read: " + Reason.of(e);
        }
        OptionalDouble validation =
                newest.map(it -> it.progress().losses().bestValidationBpc()).orElse(OptionalDouble.empty());
        return Optional.of(new ListedRun(
                RunLocator.name(path),
                path.toString(),
                newest.map(it -> it.design().model().hiddenSizes()).orElse(List.of()),
                newest.map(it -> it.design().parameterCount()).orElse(null),
                newest.map(it -> it.progress().step()).orElse(null),
                newest.map(it -> it.progress().trainingSeconds() / 60).orElse(null),
                validation.isPresent() ? validation.getAsDouble() : null,
                test.map(BitsPerCharacter::bits).orElse(null),
                Instant.ofEpochMilli(file.orElse(path).toFile().lastModified()).toString(),
                state,
                trouble));
    }

    private static String state(CheckpointReader.Summary newest) {
        if (!newest.resumable()) {
            return "network only";
        }
        return RunLimit.reached(newest.design().training(), newest.progress()).isEmpty() ? "resumable" : "over";
    }

    private static List<String> row(ListedRun run) {
        ZonedDateTime lastChange = Instant.parse(run.lastChange).atZone(ZoneId.systemDefault());
        return List.of(
                run.name,
                run.hidden.isEmpty() ? UNKNOWN : run.hidden.toString(),
                number("%.3f", run.validationBpc),
                number("%.3f", run.testBpc),
                number("%.1f", run.minutes),
                text("%tF %<tR", lastChange),
                run.state + (run.trouble == null ? "" : ": " + run.trouble));
    }

    private static String number(String format, @Nullable Double value) {
        return value == null ? UNKNOWN : text(format, value);
    }
}
