package charrnn.config;

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
