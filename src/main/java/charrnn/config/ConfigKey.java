package charrnn.config;

/**
 * One key of the YAML.
 *
 * @param path the key with its sections, {@code training.epochs}
 * @param type what its value, or each item of its list, may be
 * @param list whether it takes a list; a single value then counts as a list of one
 * @param notEmpty whether that list needs an item
 * @param defaultValue its value where the file does not give it
 * @param meaning one sentence
 */
record ConfigKey(String path, ValueType type, boolean list, boolean notEmpty, Object defaultValue, String meaning) {

    /** What is allowed, to follow "must be". */
    String allowed() {
        return list ? type.allowed() + ", or a list of them" : type.allowed();
    }

    /** The key without its sections. */
    String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** The sections it stands in, {@code corpus.vocabulary}; empty at the top. */
    String section() {
        return sectionOf(path);
    }

    static String sectionOf(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }
}
