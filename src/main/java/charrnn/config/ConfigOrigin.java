package charrnn.config;

/**
 * Where a text came from.
 *
 * @param name what messages call it: a file's name, or {@code --set}
 * @param hasLines whether a line number helps to find a place in it
 */
record ConfigOrigin(String name, boolean hasLines) {
    static final ConfigOrigin SET = new ConfigOrigin("--set", false);

    static ConfigOrigin file(String name) {
        return new ConfigOrigin(name, true);
    }

    /** A line of it, the first is 1. */
    Place at(int line) {
        return new Place(this, line);
    }

    /** A line of a text; printed as messages begin, {@code lstm.yaml:12}. */
    record Place(ConfigOrigin source, int line) {

        /** Sorts mistakes as a person meets them: down the file, then what the command line says. */
        int order() {
            return source.hasLines ? line : Integer.MAX_VALUE;
        }

        @Override
        public String toString() {
            return source.hasLines ? source.name + ":" + line : source.name;
        }
    }
}
