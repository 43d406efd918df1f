package charrnn.config;

/**
 * Section {@code ui}: Deeplearning4j's training UI.
 *
 * @param enabled whether it is served
 * @param host address it listens on
 * @param port its port; the next free one is taken where it is in use
 * @param store file that keeps the statistics for later viewing; empty keeps them in memory
 * @param everySteps steps between two points of its charts
 */
public record UiConfig(
        @Key("Whether the training UI is served while training.")
        boolean enabled,

        @Key(
                value = "Address it listens on; it has no password, so think before you open it to a network.",
                notEmpty = true)
        String host,

        @Key(value = "Its port; where it is taken, the next free one. 0: any free port.", min = 0, max = 65535)
        int port,

        @Key("File that keeps its statistics for later viewing; empty: memory only.")
        String store,

        @Key(value = "Steps between two points of its charts.", min = 1)
        int everySteps) {

    /** The same, not served. */
    public UiConfig off() {
        return new UiConfig(false, host, port, store, everySteps);
    }

    static UiConfig defaults() {
        return new UiConfig(true, "127.0.0.1", 9000, "", 10);
    }
}
