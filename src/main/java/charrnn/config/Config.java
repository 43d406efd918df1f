package charrnn.config;

import java.util.Map;

/** The configuration of a run: its name, and one component for each section of the YAML. */
public record Config(
        @Key(
                value = "Name of the run and of its folder; empty: the configuration file's name without its"
                        + " extension.",
                byDefault = "")
        String name,

        CorpusConfig corpus,
        ModelConfig model,
        TrainingConfig training,
        CheckpointsConfig checkpoints,
        SamplingConfig sampling,
        UiConfig ui) {

    /** The configuration with every key at its default. */
    public static Config defaults() {
        return ConfigKeys.config(Map.of());
    }

    /** The same configuration with another {@code sampling.prime}. */
    public Config withPrime(String prime) {
        return new Config(name, corpus, model, training, checkpoints, sampling.withPrime(prime), ui);
    }

    /** The same configuration under another name. */
    public Config withName(String newName) {
        return new Config(newName, corpus, model, training, checkpoints, sampling, ui);
    }

    /** Section {@code checkpoints}: what a run saves. {@link Key} says what each component means. */
    public record CheckpointsConfig(
            @Key(value = "Folder that holds the runs' folders.", byDefault = "checkpoints", notEmpty = true)
            String directory,

            @Key(
                    value = "Steps between two checkpoints; a run that ends or is stopped saves one as well.",
                    byDefault = "500",
                    min = 1)
            int everySteps,

            @Key(value = "Number of the newest step-… checkpoints that are kept.", byDefault = "3", min = 0)
            int keep) {}

    /** Section {@code sampling}: the samples shown while training. {@link Key} says what each component means. */
    public record SamplingConfig(
            @Key(
                    value = "Steps between two samples shown while training; 0: one at each validation.",
                    byDefault = "0",
                    min = 0)
            int everySteps,

            @Key(
                    value = "Text that these samples begin with; empty: the most frequent beginning of the lines of"
                            + " the training text.",
                    byDefault = "")
            String prime,

            @Key(value = "Characters in a sample.", byDefault = "200", min = 1, max = 1000000)
            int length,

            @Key(value = SamplingOption.Help.TEMPERATURE, byDefault = "0.7", min = 0)
            double temperature,

            @Key(value = SamplingOption.Help.TOP_K, byDefault = "0", min = 0)
            int topK,

            @Key(value = SamplingOption.Help.TOP_P, byDefault = "1", min = 0, max = 1, aboveMin = true)
            double topP) {

        SamplingConfig withPrime(String other) {
            return new SamplingConfig(everySteps, other, length, temperature, topK, topP);
        }
    }

    /** Section {@code ui}: Deeplearning4j's training UI. {@link Key} says what each component means. */
    public record UiConfig(
            @Key(value = "Whether the training UI is served while training.", byDefault = "true")
            boolean enabled,

            @Key(
                    value = "Address it listens on; it has no password, and a non-loopback address opens it to a"
                            + " network.",
                    byDefault = "127.0.0.1",
                    notEmpty = true)
            String host,

            @Key(
                    value = "Its port; where it is taken, the next free one. 0: any free port.",
                    byDefault = "9000",
                    min = 0,
                    max = 65535)
            int port,

            @Key(value = "File that keeps its statistics for later viewing; empty: memory only.", byDefault = "")
            String store,

            @Key(value = "Steps between two points of its charts.", byDefault = "10", min = 1)
            int everySteps) {

        /** The same configuration with the UI disabled. */
        public UiConfig off() {
            return new UiConfig(false, host, port, store, everySteps);
        }
    }
}
