package charrnn.config;

/**
 * The whole configuration of a run, one component a section of the YAML.
 *
 * @param name the run's name: its folder below {@code checkpoints.directory}; empty takes the file's name
 * @param corpus what is learned
 * @param model the network
 * @param training how it learns
 * @param checkpoints what is kept
 * @param sampling the samples shown while training
 * @param ui the training UI
 */
public record Config(
        @Key("Name of the run and of its folder; empty: the configuration file's name without its ending.")
        String name,

        CorpusConfig corpus,
        ModelConfig model,
        TrainingConfig training,
        CheckpointsConfig checkpoints,
        SamplingConfig sampling,
        UiConfig ui) {

    /** Every key at its default. */
    public static Config defaults() {
        return new Config(
                "",
                CorpusConfig.defaults(),
                ModelConfig.defaults(),
                TrainingConfig.defaults(),
                CheckpointsConfig.defaults(),
                SamplingConfig.defaults(),
                UiConfig.defaults());
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
