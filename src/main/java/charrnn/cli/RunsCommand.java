package charrnn.cli;

import charrnn.config.ConfigLoader;
import charrnn.config.TrainingConfig;
import charrnn.config.UserError;
import charrnn.files.Reason;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.train.RunFolder;
import charrnn.train.RunLimit;
import charrnn.train.TestResult;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code runs}: lists the runs in a folder. */
@Command(
        name = "runs",
        description = {
            "Lists the runs in a folder, the newest first: network, losses in bits per character, minutes trained, state.",
            "The first run is the one whose network other commands take without --checkpoint. A test loss is known once"
                    + " 'evaluate' has measured it. States: training (at the moment), resumable, over (train --resume"
                    + " continues it with more epochs, minutes or patience), network only (lacks what resuming needs),"
                    + " nothing saved, broken."
        },
        footer = {"  charrnn runs", "  charrnn runs /data/checkpoints --json"})
final class RunsCommand extends CliCommand {
    private static final List<String> COLUMNS =
            List.of("run", "network", "validation", "test", "minutes", "last change", "state");
    private static final String UNKNOWN = "-";

    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            description =
                    "A folder of runs, or the folder of one run. Default: checkpoints, and the network that ships.")
    private @Nullable Path folder;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Override
    public Integer call() {
        List<Path> folders = folder == null ? RunLocator.runFolders() : List.of(folder);
        List<RunEntry> runs = folders.stream().flatMap(this::runs).toList();
        if (json) {
            printJson(runs);
        } else if (runs.isEmpty()) {
            err().println("there is no run in "
                    + (folder == null ? Path.of("checkpoints").toAbsolutePath() : folder)
                    + ": charrnn --config quick.yaml trains one in two minutes");
        } else {
            printTable(runs);
        }
        return 0;
    }

    /** Reads a folder's runs in the order in which a default checkpoint is chosen; a network that ships comes last. */
    private Stream<RunEntry> runs(Path in) {
        if (!Files.isDirectory(in)) {
            throw Files.exists(in) ? new UserError(in + " is a file: name a folder of runs") : UserError.noRun(in);
        }
        Optional<RunEntry> itself = RunEntry.of(in);
        if (itself.isPresent()) {
            return itself.stream();
        }
        try {
            return RunLocator.inOrder(in).stream().flatMap(path -> RunEntry.of(path).stream());
        } catch (IOException e) {
            throw new UserError(in + " cannot be read: " + Reason.of(e), e);
        }
    }

    private void printTable(List<RunEntry> runs) {
        List<List<String>> rows = Stream.concat(
                        Stream.of(COLUMNS), runs.stream().map(RunsCommand::row))
                .toList();
        int[] widths = IntStream.range(0, COLUMNS.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        PrintWriter out = out();
        for (List<String> row : rows) {
            out.println(IntStream.range(0, widths.length)
                    .mapToObj(column -> String.format(Locale.ROOT, "%-" + widths[column] + "s", row.get(column)))
                    .collect(Collectors.joining("  "))
                    .stripTrailing());
        }
    }

    private static List<String> row(RunEntry run) {
        Optional<CheckpointReader.Summary> newest = run.newest();
        return List.of(
                run.name(),
                newest.map(summary -> network(summary.hidden())).orElse(UNKNOWN),
                bits(run.validationBpc()),
                bits(run.testBpc()),
                newest.map(summary -> String.format(
                                Locale.ROOT, "%.1f", summary.progress().trainingSeconds() / 60))
                        .orElse(UNKNOWN),
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
                        .format(run.lastChange().atZone(ZoneId.systemDefault())),
                run.state() + (run.trouble().isEmpty() ? "" : ": " + run.trouble()));
    }

    /** Number and size of the layers, {@code 2x512}; the sizes alone where they differ, {@code 512-256}. */
    private static String network(List<Integer> hidden) {
        return new HashSet<>(hidden).size() == 1
                ? hidden.size() + "x" + hidden.get(0)
                : hidden.stream().map(String::valueOf).collect(Collectors.joining("-"));
    }

    private static String bits(OptionalDouble bpc) {
        return bpc.isPresent() ? String.format(Locale.ROOT, "%.3f", bpc.getAsDouble()) : UNKNOWN;
    }

    private void printJson(List<RunEntry> runs) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.putArray("runs").addAll(runs.stream().map(RunsCommand::json).toList());
        print(document);
    }

    /** A run as JSON, without what is unknown. */
    private static ObjectNode json(RunEntry run) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("name", run.name())
                .put("folder", run.folder().toString());
        run.newest().ifPresent(newest -> {
            newest.hidden().forEach(node.withArray("hidden")::add);
            node.put("parameters", newest.parameters())
                    .put("step", newest.progress().step())
                    .put("minutes", newest.progress().trainingSeconds() / 60);
        });
        run.validationBpc().ifPresent(bpc -> node.put("validationBpc", bpc));
        run.testBpc().ifPresent(bpc -> node.put("testBpc", bpc));
        node.put("lastChange", run.lastChange().toString())
                .put("state", run.state().toString());
        return run.trouble().isEmpty() ? node : node.put("trouble", run.trouble());
    }

    /**
     * A row of the list of runs: a run's folder with its newest checkpoint, its losses and its state.
     *
     * @param folder the folder
     * @param newest the last checkpoint, or the best one where there is no last; empty if neither exists or it cannot be
     *     read
     * @param testBpc loss of the best checkpoint on the test text, bits per character; empty if it was not measured
     * @param lastChange when the newest checkpoint was written
     * @param state whether the run is training or can be resumed
     * @param trouble why the folder or a checkpoint cannot be read; empty if all can
     */
    private record RunEntry(
            Path folder,
            Optional<CheckpointReader.Summary> newest,
            OptionalDouble testBpc,
            Instant lastChange,
            State state,
            String trouble) {

        /** Whether a run is training or can be resumed. */
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
                        .flatMap(best -> TestResult.of(
                                path, CheckpointReader.summary(best).progress()))
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
            TrainingConfig training = ConfigLoader.parse(
                            newest.configYaml(), "the checkpoint's configuration", List.of())
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
}
