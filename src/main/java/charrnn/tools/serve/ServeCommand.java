package charrnn.tools.serve;

import charrnn.cli.base.ContextOptions;
import charrnn.cli.base.FileWatch;
import charrnn.cli.base.NetworkCommand;
import charrnn.cli.base.RunLocator;
import charrnn.cli.base.StopSignal;
import charrnn.config.Key.Value;
import charrnn.match.MatchMemory;
import charrnn.model.LanguageModel;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.tools.complete.Completer;
import charrnn.tools.constrain.Language;
import charrnn.tools.serve.Server.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code serve}: serves checkpoints over HTTP. */
@Command(
        name = "serve",
        description = {
            "Serves trained networks, each as a model, to many clients at once, with the API of OpenAI's completions:"
                    + " docs/guide/serving.md.",
            "When a checkpoint's file changes, new texts come from the new network."
        },
        footer = {
            "  charrnn serve                                               the newest run's best checkpoint",
            "  charrnn serve --checkpoint checkpoints/linux --checkpoint checkpoints/mine",
            "  charrnn serve --host 0.0.0.0 --allow-host code.example.org @key    file key: --api-key=…"
        })
public final class ServeCommand extends NetworkCommand {
    @Mixin
    private ContextOptions context = new ContextOptions();

    @Option(
            names = "--host",
            paramLabel = "NAME",
            defaultValue = "${env:CHARRNN_HOST:-127.0.0.1}",
            description = "Name or address to listen on; 0.0.0.0: all of this machine's. Default: the environment's"
                    + " CHARRNN_HOST, or else 127.0.0.1.")
    private String host = "";

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "${env:CHARRNN_PORT:-8080}",
            description = "Port; 0: any free one. Default: the environment's CHARRNN_PORT, or else 8080.")
    @Value(min = 0, max = 65_535)
    private int port;

    @Option(
            names = "--allow-host",
            paramLabel = "NAME",
            description =
                    "A name by which clients may call the server, in addition to localhost and --host. Repeatable.")
    private List<String> allowedHosts = List.of();

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            defaultValue = "${env:CHARRNN_API_KEY}",
            description = "API key that clients must send. Default: the environment's CHARRNN_API_KEY, or else none."
                    + " Other users of this machine can see a command line: @FILE reads options from a file.")
    private @Nullable String apiKey;

    @Option(
            names = "--max-streams",
            paramLabel = "N",
            description = "Texts generated at the same time, over all models." + DEFAULT)
    @Value(min = 1, max = 4096)
    private int maxStreams = 32;

    @Option(
            names = "--max-queue",
            paramLabel = "N",
            description = "Texts that may wait; further ones are refused (429)." + DEFAULT)
    @Value(min = 0, max = 65_536)
    private int maxQueue = 128;

    @Option(names = "--max-prompt", paramLabel = "N", description = "Characters of a prompt, at most." + DEFAULT)
    @Value(min = 1, max = 1_000_000)
    private int maxPrompt = 10_000;

    @Option(
            names = "--max-budget",
            paramLabel = "N",
            description =
                    "Characters of a request, at most: n x max_tokens for each prompt, plus n x its length if it is"
                            + " echoed, times 1 + logprobs." + DEFAULT)
    @Value(min = 1, max = 10_000_000)
    private int maxBudget = 65_536;

    @Option(
            names = "--max-seconds",
            paramLabel = "S",
            description = "Seconds from a request's arrival to the end of its texts." + DEFAULT)
    @Value(min = 1, max = 86_400)
    private int maxSeconds = 300;

    @Option(
            names = "--stop-seconds",
            paramLabel = "S",
            description = "Seconds for unfinished texts after Ctrl-C or SIGTERM." + DEFAULT)
    @Value(min = 0)
    private int stopSeconds = 10;

    @Override
    public Integer call() throws InterruptedException {
        Limits limits = new Limits(maxStreams, maxQueue, maxPrompt, maxBudget, maxSeconds);
        Map<String, Path> files = byModelName(checkpoints());
        ServerOptions options = new ServerOptions(
                host,
                port,
                allowedHosts,
                Optional.ofNullable(apiKey),
                List.copyOf(files.keySet()),
                files.entrySet().stream()
                        .filter(model -> Language.C.isLearned(model.getValue()))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()),
                limits,
                Duration.ofSeconds(stopSeconds));
        // The signal is first, to be closed last: the process may end once its hook is removed.
        try (StopSignal stop = new StopSignal(this::say, "texts under way get " + stopSeconds + " s to be completed");
                Server server = new Server(options);
                FileWatch watch = new FileWatch(fault -> say(fault + "; the network that was loaded before stays"))) {
            load(files, server, watch);
            printLibrary();
            files.forEach((model, file) -> say("serving " + file + " as model " + model + " on " + server.address()));
            say("ready on " + server.address());
            if (server.isOpenToOthers()) {
                allowedHosts.forEach(name -> say("from other machines: " + server.address(name)));
            }
            if (server.isOpenToOthers() && apiKey == null) {
                warn("--host " + host + " opens the server to every machine that reaches this one, and there is no"
                        + " --api-key");
            }
            stop.await();
        }
        return 0;
    }

    /** Loads the networks, now and when their files change. The first one, which {@code /infill} uses, has the context. */
    private void load(Map<String, Path> files, Server server, FileWatch watch) {
        Path first = files.values().iterator().next();
        files.forEach((model, file) -> {
            Runnable load = () -> server.adopt(model, network(file, file.equals(first)));
            BooleanSupplier changes = FileWatch.changes(file);
            load.run();
            watch.watch(changes, () -> {
                load.run();
                say(file + " has changed: new texts are generated by the new network");
            });
            if (context.isGiven() && file.equals(first)) {
                watch.watch(context::hasChanged, () -> {
                    load.run();
                    say("the context of " + file + " has changed, and was read again");
                });
            }
        });
    }

    private Network network(Path file, boolean isFirst) {
        Checkpoint read = CheckpointReader.read(file, false);
        return new Network(
                LanguageModel.of(read.network(), read.vocabulary()),
                LanguageModel.onOneThread(read.network(), read.vocabulary()),
                isFirst ? Optional.of(completer(file, read)) : Optional.empty());
    }

    private Completer completer(Path file, Checkpoint read) {
        LanguageModel network = LanguageModel.onOneThread(read.network(), read.vocabulary());
        if (context.isGiven()) {
            MatchMemory memory = context.memory(file, read, this);
            network.useMemory(() -> memory);
            say(context.summary());
        }
        return new Completer(network);
    }

    /**
     * Maps the models' names to different checkpoints, in their order. The names are those of the runs' folders or, if two of them
     * are equal, the files.
     */
    static Map<String, Path> byModelName(List<Path> files) {
        boolean differ = files.stream().map(RunLocator::runName).distinct().count() == files.size();
        Map<String, Path> named = new LinkedHashMap<>();
        files.forEach(file -> named.put(differ ? RunLocator.runName(file) : file.toString(), file));
        return named;
    }
}
