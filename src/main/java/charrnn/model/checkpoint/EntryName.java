package charrnn.model.checkpoint;

/** The entries that a checkpoint's zip may have; an entry of any other name is refused. */
enum EntryName {
    CONFIGURATION("configuration.json", 1 << 20, true),
    COEFFICIENTS("coefficients.bin", Integer.MAX_VALUE, true),
    UPDATER_STATE("updaterState.bin", Integer.MAX_VALUE, false),
    VOCABULARY("charrnn/vocabulary.json", 2 << 20, true),
    CONFIG("charrnn/config.yaml", 1 << 20, true),
    PROGRESS("charrnn/progress.json", 1 << 16, true),
    STATE("charrnn/state.bin", Integer.MAX_VALUE, false);

    /** Folder of the entries that Deeplearning4j ignores. */
    static final String CHARRNN_FOLDER = "charrnn/";

    /** The name in the zip. */
    final String path;

    /** Maximum number of bytes that the entry unpacks to. */
    final int maxBytes;

    /** Whether a checkpoint without it is refused. */
    final boolean required;

    EntryName(String path, int maxBytes, boolean required) {
        this.path = path;
        this.maxBytes = maxBytes;
        this.required = required;
    }
}
