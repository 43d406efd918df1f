package charrnn.config;

import charrnn.config.Key.Bounds;
import java.util.Map;

/** The configuration of a run: its name, and one component for each section of the YAML. */
public record Config(
        @Key("Name of the run and of its folder; empty: the configuration file's name without its extension.")
        @Bounds(byDefault = "")
        String name,

        CorpusConfig corpus,
        ModelConfig model,
        TrainingConfig training,
        CheckpointsConfig checkpoints,
        SamplingConfig sampling,
        UiConfig ui) {

    public static Config defaults() {
        return ConfigKeys.record(Config.class, Map.of());
    }

    public Config withName(String newName) {
        return new Config(newName, corpus, model, training, checkpoints, sampling, ui);
    }

    /** Section {@code checkpoints}: what a run saves. */
    public record CheckpointsConfig(
            @Key("Folder that holds the runs' folders.") @Bounds(byDefault = "checkpoints", notEmpty = true)
            String directory,

            @Key("Steps between two checkpoints; a run that ends or is stopped saves one as well.")
            @Bounds(byDefault = "500", min = 1)
            int everySteps,

            @Key("Number of the newest step-… checkpoints that are kept.") @Bounds(byDefault = "3", min = 0)
            int keep) {}

    /**
     * Section {@code sampling}: the samples shown while training. The last three
     * are options of the command line and fields of the HTTP API as well, see {@link Key.SameAs}.
     */
    public record SamplingConfig(
            @Key("Steps between two samples shown while training; 0: one at each validation.")
            @Bounds(byDefault = "0", min = 0)
            int everySteps,

            @Key("Text that these samples begin with; empty: they begin a line.") @Bounds(byDefault = "")
            String prime,

            @Key("Characters in a sample.") @Bounds(byDefault = "200", min = 1, max = 1000000)
            int length,

            @Key("Below 1 less random, above 1 more random, 0 always the likeliest character.")
            @Bounds(byDefault = "0.7", min = 0, maxServed = 2) // as in OpenAI's API
            double temperature,

            @Key("Choose among the K likeliest characters only; 0: all.")
            @Bounds(byDefault = "0", min = 0, maxServed = 65_536) // no served vocabulary has more symbols
            int topK,

            @Key("Choose among the likeliest characters that hold this share of the probability.")
            @Bounds(byDefault = "1", min = 0, max = 1, aboveMin = true)
            double topP) {}

    /** Section {@code ui}: Deeplearning4j's training UI. */
    public record UiConfig(
            @Key("Whether the training UI is served while training.") @Bounds(byDefault = "true")
            boolean enabled,

            @Key("Address it listens on; it has no password, and a non-loopback address opens it to a network.")
            @Bounds(byDefault = "127.0.0.1", notEmpty = true)
            String host,

            @Key("Its port; where it is taken, any free one, as for 0.")
            @Bounds(byDefault = "9000", min = 0, max = 65535)
            int port,

            @Key("Steps between two points of its charts.") @Bounds(byDefault = "10", min = 1)
            int everySteps) {

        public UiConfig off() {
            return new UiConfig(false, host, port, everySteps);
        }
    }
}
