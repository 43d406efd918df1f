package charrnn.config;

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

/** Reads the keys and values of a file or of a {@code --set key=value} into a draft, and checks them. */
final class ConfigReader {
    private final Draft draft;
    private final boolean commandLine;

    private ConfigReader(Draft draft, boolean commandLine) {
        this.draft = draft;
        this.commandLine = commandLine;
    }

    /** Reads a file's text; an empty text leaves every key at its default. */
    static void readText(String yaml, Draft draft) {
        YamlReader.read(yaml, (line, message) -> {
                    draft.markUnknown("");
                    draft.mistake(line, message);
                })
                .ifPresent(new ConfigReader(draft, false)::readRoot);
    }

    /** Reads an override such as {@code training.epochs=3}, which replaces the file's value; the value is YAML. */
    static void readOverride(String override, Draft draft) {
        new ConfigReader(draft, true).readOverride(override);
    }

    private void readOverride(String override) {
        int equals = override.indexOf('=');
        if (equals < 0) {
            commandLineMistake(
                    ConfigWriter.shown(override) + " has no \"=\"; write key=value, such as training.epochs=3");
            return;
        }
        String path = override.substring(0, equals).strip();
        Optional<ConfigKey> key = ConfigKeys.find(path);
        if (key.isPresent()) {
            readOverride(key.get(), override.substring(equals + 1));
        } else if (ConfigKeys.isSection(path)) {
            String first = ConfigKeys.join(path, ConfigKeys.namesIn(path).get(0));
            commandLineMistake(path + " is a section; set its keys one by one, such as " + first);
        } else {
            commandLineMistake(unknownKeyMessage(path));
        }
    }

    private void readOverride(ConfigKey key, String yaml) {
        // The shell removes the quotes of --set name="", so the value is blank and not YAML's "".
        if (yaml.isBlank() && key.allowsEmptyText()) {
            draft.put(key.path(), yaml, Draft.COMMAND_LINE);
            return;
        }
        draft.markUnknown(key.path());
        YamlReader.read(yaml, (line, message) -> commandLineMistake(key.path() + ": " + message))
                .ifPresent(node -> readValue(key, node, Draft.COMMAND_LINE));
    }

    private void commandLineMistake(String message) {
        draft.mistake(Draft.COMMAND_LINE, message);
    }

    private void readRoot(Node root) {
        if (root instanceof MappingNode section) {
            readSection("", section);
        } else if (!YamlReader.isEmpty(root)) {
            draft.markUnknown("");
            draft.mistake(
                    YamlReader.line(root),
                    "the file is " + shown(root)
                            + ", but must be keys and sections, such as training: with epochs: 50 indented below it");
        }
    }

    private void readSection(String path, MappingNode section) {
        Map<String, Integer> lines = new HashMap<>();
        for (NodeTuple entry : section.getValue()) {
            int line = YamlReader.line(entry.getKeyNode());
            if (!(entry.getKeyNode() instanceof ScalarNode name)) {
                draft.markUnknown(path);
                draft.mistake(line, "a key is a list or a section, but must be a word");
                continue;
            }
            String inner = ConfigKeys.join(path, name.getValue());
            Integer earlier = lines.putIfAbsent(inner, line);
            if (earlier == null) {
                readEntry(inner, name.getValue().contains("."), entry.getValueNode(), line);
            } else {
                draft.markUnknown(inner);
                draft.mistake(line, inner + " is given twice, first on line " + earlier);
            }
        }
    }

    private void readEntry(String path, boolean dotted, Node value, int line) {
        Optional<ConfigKey> key = ConfigKeys.find(path);
        if (key.isEmpty() && !ConfigKeys.isSection(path)) {
            draft.mistake(line, unknownKeyMessage(path));
        } else if (dotted) {
            draft.markUnknown(path);
            draft.mistake(line, "write " + path + " without a dot: each section on a line of its own, indented");
        } else if (key.isPresent()) {
            readValue(key.get(), value, line);
        } else if (value instanceof MappingNode section) {
            readSection(path, section);
        } else if (!YamlReader.isEmpty(value)) { // a section whose keys are all commented out is empty
            draft.markUnknown(path);
            draft.mistake(line, path + " is " + shown(value) + ", but must be a section: its keys, indented below it");
        }
    }

    private void readValue(ConfigKey key, Node node, int line) {
        // Unknown unless a valid value is put below.
        draft.markUnknown(key.path());
        if (node instanceof SequenceNode list && key.list()) {
            readList(key, list.getValue(), line);
        } else if (YamlReader.isEmpty(node)) {
            draft.mistake(line, key.path() + " is empty, but must be " + key.allowed() + emptyValueHint(key));
        } else {
            parse(key, node)
                    .ifPresentOrElse(
                            value -> draft.put(key.path(), key.list() ? List.of(value) : value, line),
                            () -> draft.mistake(line, refusal(key.path(), key, node) + key.listSuffix()));
        }
    }

    private void readList(ConfigKey key, List<Node> items, int line) {
        if (items.isEmpty() && key.rule().notEmpty()) {
            draft.mistake(line, key.path() + " is an empty list, but must be " + key.allowed());
            return;
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Node item = items.get(i);
            String name = "item " + (i + 1) + " of " + key.path();
            int itemLine = commandLine ? Draft.COMMAND_LINE : YamlReader.line(item);
            parse(key, item).ifPresentOrElse(values::add, () -> draft.mistake(itemLine, refusal(name, key, item)));
        }
        if (values.size() == items.size()) {
            draft.put(key.path(), List.copyOf(values), line);
        }
    }

    /** The value, or the item of a list; empty if it is not allowed. */
    private static Optional<Object> parse(ConfigKey key, Node node) {
        return node instanceof ScalarNode scalar && !YamlReader.isEmpty(node)
                ? key.parse(scalar.getValue())
                : Optional.empty();
    }

    private static String refusal(String name, ConfigKey key, Node node) {
        String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        return name + " is " + shown(node) + ", but must be " + key.allowedItem(text);
    }

    /** Describes a node in a message: {@code "many"}, {@code 3}, {@code a list} or {@code a section}. */
    private static String shown(Node node) {
        if (YamlReader.isEmpty(node)) {
            return "empty";
        } else if (node instanceof ScalarNode scalar) {
            String text = scalar.getValue();
            return ConfigKey.isDecimal(text) && text.length() <= 40 ? text : ConfigWriter.shown(text);
        }
        return node instanceof MappingNode ? "a section" : "a list";
    }

    private static String emptyValueHint(ConfigKey key) {
        if (key.rule().notEmpty() || key.type() != String.class) {
            return "; without the key it is " + ConfigWriter.value(key.defaultValue());
        }
        return key.list() ? "; an empty list is []" : "; an empty text is \"\"";
    }

    /** The message for an unknown key, with suggestions, whose values it marks as unknown. */
    private String unknownKeyMessage(String path) {
        List<String> suggestions = ConfigKeys.nearest(path);
        suggestions.forEach(draft::markUnknown);
        String shown = path.matches("[\\w.-]{1,60}") ? path : ConfigWriter.shown(path);
        if (!suggestions.isEmpty()) {
            return shown + " is not a key" + Spelling.didYouMean(suggestions);
        }
        String section = ConfigKey.sectionOf(path);
        boolean known = ConfigKeys.isSection(section);
        return shown + " is not a key; " + (known ? "in " + section : "at the top") + " there are "
                + String.join(", ", ConfigKeys.namesIn(known ? section : ""));
    }
}
