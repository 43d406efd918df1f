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
}
