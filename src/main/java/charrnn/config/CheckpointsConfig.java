package charrnn.config;

/**
 * Section {@code checkpoints}: what a run keeps.
 *
 * @param directory folder that holds the runs' folders
 * @param everySteps steps between two saves of {@code last.zip}
 * @param keep how many checkpoints with a step in their name are kept
 */
public record CheckpointsConfig(
        @Key(value = "Folder that holds the runs' folders.", notEmpty = true)
        String directory,

        @Key(value = "Steps between two checkpoints; a run that ends or is stopped saves one as well.", min = 1)
        int everySteps,

        @Key(value = "How many of the step-… checkpoints, the newest, are kept.", min = 0)
        int keep) {

    static CheckpointsConfig defaults() {
        return new CheckpointsConfig("checkpoints", 500, 3);
    }
}
