package charrnn.config;

import charrnn.message.UserError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A configuration that is being read: values with their lines, and mistakes. */
final class Draft {
    /** Line number of a {@code --set}; its messages come after those about the file. */
    static final int COMMAND_LINE = Integer.MAX_VALUE;

    /** Line number of a value that the checkpoint of {@code --init-from} decides. */
    static final int INIT_FROM = COMMAND_LINE - 1;

    private final String source;
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, Integer> lines = new HashMap<>();
    private final Map<Integer, List<String>> mistakes = new TreeMap<>(); // by line

    /** @param source the file's name in messages */
    Draft(String source) {
        this.source = source;
    }

    void put(String path, Object value, int line) {
        values.put(path, value);
        lines.put(path, line);
    }

    void mistake(int line, String message) {
        String location =
                switch (line) {
                    case COMMAND_LINE -> "--set: ";
                    case INIT_FROM -> "--init-from: ";
                    default -> source + ":" + line + ": ";
                };
        mistakes.computeIfAbsent(line, first -> new ArrayList<>()).add(location + message);
    }

    /** {@link #COMMAND_LINE} or else {@link #INIT_FROM} if one of these keys was set there, else the line of the first one set, else 1. */
    int lineOf(String... paths) {
        List<Integer> set =
                Stream.of(paths).map(lines::get).filter(Objects::nonNull).toList();
        return Stream.of(COMMAND_LINE, INIT_FROM)
                .filter(set::contains)
                .findFirst()
                .orElse(set.isEmpty() ? 1 : set.get(0));
    }

    /** The configuration, with defaults for keys that were not set. */
    Config config() {
        return ConfigKeys.record(Config.class, values);
    }

    List<String> mistakes() {
        return mistakes.values().stream().flatMap(List::stream).toList();
    }

    /** @throws UserError with all mistakes, if there are any */
    void throwMistakes() {
        UserError.throwIfAny(mistakes());
    }
}
