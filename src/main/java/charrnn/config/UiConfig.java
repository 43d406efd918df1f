package charrnn.config;

/** Section {@code ui}: Deeplearning4j's training UI. {@link Key} says what each component means. */
public record UiConfig(
        @Key(value = "Whether the training UI is served while training.", byDefault = "true")
        boolean enabled,

        @Key(
                value = "Address it listens on; it has no password, and a non-loopback address opens it to a network.",
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
