package charrnn.cli;

import charrnn.cli.base.CliCommand;
import charrnn.cli.base.RunLocator;
import charrnn.config.ConfigLoader;
import charrnn.config.TrainingConfig;
import charrnn.evaluate.BitsPerCharacter;
import charrnn.files.StrictJson;
import charrnn.message.Reason;
import charrnn.message.TerminalText;
import charrnn.message.UserError;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.train.RunFolder;
import charrnn.train.RunLimit;
import charrnn.train.TestResult;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code runs}: lists the runs in a folder. */
@Command(
        name = "runs",
        description = {
            "Lists the runs in a folder, the newest first: network, losses in bits per character, minutes trained (those"
                    + " of an --init-from network not counted), state. Losses can be compared only between runs of the"
                    + " same corpus and split.",
            "The first run is the one whose network other commands take without --checkpoint. 'evaluate' measures the"
                    + " test loss. States: training, resumable, over (train --resume continues it with more epochs,"
                    + " minutes or patience), network only (lacks what resuming needs), nothing saved, broken."
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

    @Override
    public Integer call() {
        List<Path> folders = folder == null ? RunLocator.checkpointsFolders() : List.of(folder);
        Map<Path, List<ObjectNode>> runs = new LinkedHashMap<>(); // by folder
        folders.forEach(in -> runs.put(in, runs(in).toList()));
        runs.values().removeIf(List::isEmpty);
        if (json) {
            ObjectNode document = StrictJson.object();
            ArrayNode all = document.putArray("runs");
            runs.values().forEach(all::addAll);
            print(document);
        } else if (runs.isEmpty()) {
            err().println("there is no run in "
                    + (folder == null ? Path.of("checkpoints").toAbsolutePath() : folder)
                    + ": charrnn --config quick.yaml trains one in two minutes");
        } else {
            runs.forEach((in, found) -> {
                if (runs.size() > 1) {
                    print("%s:", in);
                }
                printTable(found);
            });
        }
        return 0;
    }

    /** Reads the runs in a folder, or the run of the folder itself, in the order in which a default checkpoint is chosen. */
    private Stream<ObjectNode> runs(Path in) {
        if (!Files.isDirectory(in)) {
            throw Files.exists(in) ? new UserError(in + " is a file: name a folder of runs") : UserError.noRun(in);
        }
        Optional<ObjectNode> itself = run(in);
        return itself.isPresent()
                ? itself.stream()
                : RunLocator.subfolders(in).stream().flatMap(path -> run(path).stream());
    }

    /** Describes a run as JSON, without values that are unknown; empty if the folder holds no run. */
    private static Optional<ObjectNode> run(Path path) {
        RunFolder folder = new RunFolder(path);
        ObjectNode run = StrictJson.object().put("name", RunLocator.name(path)).put("folder", path.toString());
        Optional<Path> best = Optional.of(folder.best()).filter(Files::isRegularFile);
        Optional<Path> file =
                Optional.of(folder.last()).filter(Files::isRegularFile).or(() -> best);
        String lastChange =
                Instant.ofEpochMilli(file.orElse(path).toFile().lastModified()).toString();
        String trouble;
        try {
            boolean training = folder.isLocked();
            if (file.isEmpty() && !training && folder.remains().isEmpty()) {
                return Optional.empty();
            }
            Optional<CheckpointReader.Summary> newest = file.map(CheckpointReader::summary);
            Optional<BitsPerCharacter> test =
                    best.map(CheckpointReader::summary).flatMap(summary -> TestResult.read(path, summary.progress()));
            String state =
                    training ? "training" : newest.map(RunsCommand::state).orElse("nothing saved");
            newest.ifPresent(summary -> addSummary(run, summary));
            test.ifPresent(result -> run.put("testBpc", result.bits()));
            return Optional.of(run.put("lastChange", lastChange).put("state", state));
        } catch (UserError e) {
            trouble = String.join("; ", e.messages());
        } catch (IOException e) {
            trouble = path + " cannot be read: " + Reason.of(e);
        }
        return Optional.of(
                run.put("lastChange", lastChange).put("state", "broken").put("trouble", trouble));
    }

    private static void addSummary(ObjectNode run, CheckpointReader.Summary newest) {
        newest.design().hidden().forEach(run.withArray("hidden")::add);
        run.put("parameters", newest.design().parameterCount())
                .put("step", newest.progress().step())
                .put("minutes", newest.progress().trainingSeconds() / 60);
        newest.progress().losses().bestValidationBpc().ifPresent(bpc -> run.put("validationBpc", bpc));
    }

    private static String state(CheckpointReader.Summary newest) {
        if (!newest.resumable()) {
            return "network only";
        }
        TrainingConfig training = ConfigLoader.recorded(newest.configYaml(), "the checkpoint's configuration")
                .training();
        return RunLimit.reached(training, newest.progress()).isEmpty() ? "resumable" : "over";
    }

    private void printTable(List<ObjectNode> runs) {
        List<List<String>> rows = Stream.concat(
                        Stream.of(COLUMNS), runs.stream().map(RunsCommand::row))
                .toList();
        TerminalText.table(rows).forEach(line -> print("%s", line));
    }

    private static List<String> row(ObjectNode run) {
        ZonedDateTime lastChange =
                Instant.parse(run.path("lastChange").asText()).atZone(ZoneId.systemDefault());
        return List.of(
                run.path("name").asText(),
                network(run.path("hidden")),
                number("%.3f", run.path("validationBpc")),
                number("%.3f", run.path("testBpc")),
                number("%.1f", run.path("minutes")),
                text("%tF %<tR", lastChange),
                run.path("state").asText()
                        + (run.has("trouble") ? ": " + run.path("trouble").asText() : ""));
    }

    /** Number and size of the layers, {@code 2x512}; the sizes alone if they differ, {@code 512-256}. */
    private static String network(JsonNode hidden) {
        List<String> sizes = hidden.valueStream().map(JsonNode::asText).toList();
        if (sizes.isEmpty()) {
            return UNKNOWN;
        }
        return Set.copyOf(sizes).size() == 1 ? sizes.size() + "x" + sizes.get(0) : String.join("-", sizes);
    }

    private static String number(String format, JsonNode value) {
        return value.isMissingNode() ? UNKNOWN : text(format, value.asDouble());
    }
}
