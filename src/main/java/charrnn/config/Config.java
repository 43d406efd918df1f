package charrnn.config;

import java.util.Map;

/**
 * The configuration of a run, one component for each section of the YAML.
 *
 * @param name the run's name and that of its folder below {@code checkpoints.directory}; if empty, the file's name is
 *     used
 * @param corpus the text to learn
 * @param model the network
 * @param training how the network learns
 * @param checkpoints what is saved
 * @param sampling the samples shown while training
 * @param ui the training UI
 */
public record Config(
        @Key(
                value = "Name of the run and of its folder; empty: the configuration file's name without its ending.",
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
