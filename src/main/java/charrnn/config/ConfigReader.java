package charrnn.config;

import charrnn.message.Spelling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads and checks the keys and values of a file and of each {@code --set key=value}. */
final class ConfigReader {
    private final Draft draft;
    private final boolean skipsUnknownKeys;
    private final Map<String, Integer> lines = new HashMap<>(); // of the file, by path

    /** @param skipsUnknownKeys whether keys that this version does not have are left out instead of refused */
    ConfigReader(Draft draft, boolean skipsUnknownKeys) {
        this.draft = draft;
        this.skipsUnknownKeys = skipsUnknownKeys;
    }

    /** Reads a file; an empty one leaves every key at its default. */
    void readFile(Node root) {
        if (root instanceof MappingNode section) {
            readSection("", section);
        } else if (!YamlReader.isEmpty(root)) {
            String allowed = "keys and sections, such as training: with epochs: 50 indented below it";
            refuse(YamlReader.line(root), "the file", root, allowed);
        }
    }

    /**
     * Reads an override such as {@code training.epochs=3}, which replaces the file's value; the value is YAML or, if it begins
     * with {@code *}, a text, since globs do.
     */
    void readOverride(String override) {
        int equals = override.indexOf('=');
        if (equals < 0) {
            String message = " has no \"=\"; write key=value, such as training.epochs=3";
            draft.mistake(Draft.COMMAND_LINE, ConfigWriter.shown(override) + message);
            return;
        }
        String path = override.substring(0, equals).strip();
        String value = override.substring(equals + 1);
        String yaml = value.startsWith("*") ? ConfigWriter.value(value) : value;
        Optional<ConfigKey> key = ConfigKeys.find(path);
        if (path.startsWith("corpus.") && value.startsWith("*") && value.contains(",") && !value.contains("{")) {
            draft.mistake(Draft.COMMAND_LINE, path + ": a list of globs is [\"**/*.c\", \"**/*.h\"]");
        } else if (ConfigKeys.isSection(path)) {
            String first = ConfigKeys.join(path, ConfigKeys.namesIn(path).get(0));
            draft.mistake(Draft.COMMAND_LINE, path + " is a section; set its keys one by one, such as " + first);
        } else if (key.isEmpty()) {
            refuseUnknownKey(path, Draft.COMMAND_LINE);
        } else if (yaml.isBlank() && key.get().allowsEmptyText()) {
            draft.put(path, yaml, Draft.COMMAND_LINE); // the shell removes the quotes of --set name="" and name=" "
        } else {
            YamlReader.read(yaml, (line, message) -> draft.mistake(Draft.COMMAND_LINE, path + ": " + message))
                    .ifPresent(node -> readValue(key.get(), node, Draft.COMMAND_LINE));
        }
    }

    private void readSection(String path, MappingNode section) {
        for (NodeTuple entry : section.getValue()) {
            int line = YamlReader.line(entry.getKeyNode());
            if (entry.getKeyNode() instanceof ScalarNode name) {
                readEntry(ConfigKeys.join(path, name.getValue()), entry.getValueNode(), line);
            } else {
                draft.mistake(line, "a key is a list or a section, but must be a word");
            }
        }
    }

    private void readEntry(String path, Node value, int line) {
        Optional<ConfigKey> key = ConfigKeys.find(path);
        Integer earlier = lines.putIfAbsent(path, line);
        if (earlier != null) {
            draft.mistake(line, path + " is given twice, first on line " + earlier);
        } else if (key.isPresent()) {
            readValue(key.get(), value, line);
        } else if (!ConfigKeys.isSection(path)) {
            if (!skipsUnknownKeys) {
                refuseUnknownKey(path, line);
            }
        } else if (value instanceof MappingNode section) {
            readSection(path, section);
        } else if (!YamlReader.isEmpty(value)) { // a section whose keys are all commented out is empty
            refuse(line, path, value, "a section: its keys, indented below it");
        }
    }

    private void readValue(ConfigKey key, Node node, int line) {
        if (node instanceof SequenceNode list && key.list()) {
            readList(key, list.getValue(), line);
        } else if (YamlReader.isEmpty(node)) {
            refuse(line, key.path(), node, key.allowed());
        } else {
            readItem(key, node, key.path(), key.listSuffix(), line)
                    .ifPresent(item -> draft.put(key.path(), key.list() ? List.of(item) : item, line));
        }
    }

    private void readList(ConfigKey key, List<Node> items, int line) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String name = "item " + (i + 1) + " of " + key.path();
            int itemLine = line == Draft.COMMAND_LINE ? line : YamlReader.line(items.get(i));
            readItem(key, items.get(i), name, "", itemLine).ifPresent(values::add);
        }
        if (items.isEmpty() && key.bounds().notEmpty()) {
            draft.mistake(line, key.path() + " is an empty list, but must be " + key.allowed());
        } else if (values.size() == items.size()) {
            draft.put(key.path(), List.copyOf(values), line);
        }
    }

    /** Reads a value, or an item of a list; if it is not allowed, records a mistake and returns empty. */
    private Optional<Object> readItem(ConfigKey key, Node node, String name, String suffix, int line) {
        boolean isText = node instanceof ScalarNode && !YamlReader.isEmpty(node);
        String text = isText ? ((ScalarNode) node).getValue() : "";
        Optional<Object> value = isText ? key.parse(text) : Optional.empty();
        if (value.isEmpty()) {
            refuse(line, name, node, key.allowedItem(text) + suffix);
        }
        return value;
    }

    private void refuse(int line, String name, Node node, String allowed) {
        draft.mistake(line, name + " is " + describe(node) + ", but must be " + allowed);
    }

    /** Describes a node in a message: {@code "many"}, {@code 3}, {@code a list} or {@code a section}. */
    private static String describe(Node node) {
        if (YamlReader.isEmpty(node)) {
            return "empty";
        } else if (node instanceof ScalarNode scalar) {
            String text = scalar.getValue();
            return ConfigKey.isDecimal(text) && text.length() <= 40 ? text : ConfigWriter.shown(text);
        }
        return node instanceof MappingNode ? "a section" : "a list";
    }

    private void refuseUnknownKey(String path, int line) {
        List<String> suggestions = ConfigKeys.nearest(path);
        String shown = path.matches("[\\w.-]{1,60}") ? path : ConfigWriter.shown(path);
        String section = ConfigKeys.isSection(ConfigKey.sectionOf(path)) ? ConfigKey.sectionOf(path) : "";
        String advice = suggestions.isEmpty()
                ? "; " + (section.isEmpty() ? "at the top" : "in " + section) + " there are "
                        + String.join(", ", ConfigKeys.namesIn(section))
                : Spelling.didYouMean(suggestions);
        draft.mistake(line, shown + " is not a key" + advice);
    }
}
