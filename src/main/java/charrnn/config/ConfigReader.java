package charrnn.config;

import charrnn.config.Draft.Location;
import charrnn.config.YamlReader.Empty;
import charrnn.config.YamlReader.Entry;
import charrnn.config.YamlReader.Items;
import charrnn.config.YamlReader.Node;
import charrnn.config.YamlReader.Refused;
import charrnn.config.YamlReader.Scalar;
import charrnn.config.YamlReader.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Reads the keys and values of a file or of a {@code --set key=value} into a draft, and checks them. */
final class ConfigReader {
    private final Draft draft;
    private final IntFunction<Location> locations;

    private ConfigReader(Draft draft, IntFunction<Location> locations) {
        this.draft = draft;
        this.locations = locations;
    }

    /**
     * Reads a file's text; an empty text leaves every key at its default.
     *
     * @param source the file's name in messages
     */
    static void readText(String yaml, String source, Draft draft) {
        ConfigReader reader = new ConfigReader(draft, line -> new Location(source, line));
        YamlReader.read(yaml, draft, reader.locations).ifPresentOrElse(reader::readRoot, () -> draft.markUnknown(""));
    }

    /** Reads an override such as {@code training.epochs=3}, which replaces the file's value; the value is YAML. */
    static void readOverride(String override, Draft draft) {
        new ConfigReader(draft, line -> Location.SET).readOverride(override);
    }

    private void readOverride(String override) {
        int equals = override.indexOf('=');
        if (equals < 0) {
            mistake(1, ConfigWriter.shown(override) + " has no \"=\"; write key=value, such as training.epochs=3");
            return;
        }
        String path = override.substring(0, equals).strip();
        Optional<ConfigKey> key = ConfigKeys.find(path);
        if (key.isPresent()) {
            readOverride(key.get(), override.substring(equals + 1));
        } else if (ConfigKeys.isSection(path)) {
            String first = ConfigKeys.join(path, ConfigKeys.namesIn(path).get(0));
            mistake(1, path + " is a section; set its keys one by one, such as " + first);
        } else {
            mistake(1, unknownKeyMessage(path));
        }
    }

    private void readOverride(ConfigKey key, String yaml) {
        // The shell removes the quotes of --set name="", so the value is blank and not YAML's "".
        if (yaml.isBlank() && key.allowsEmptyText()) {
            draft.put(key.path(), yaml, Location.SET);
            return;
        }
        draft.markUnknown(key.path());
        YamlReader.read(yaml, draft, line -> new Location(Location.SET.source() + ": " + key.path(), 0))
                .ifPresent(node -> readValue(key, node, 1));
    }

    private void readRoot(Node root) {
        if (root instanceof Section section) {
            readSection("", section);
        } else if (!(root instanceof Empty)) {
            draft.markUnknown("");
            refuse(
                    root,
                    root.line(),
                    "the file is " + root.shown()
                            + ", but must be keys and sections, such as training: with epochs: 50 indented below it");
        }
    }

    private void readSection(String path, Section section) {
        Map<String, Integer> lines = new HashMap<>();
        for (Entry entry : section.entries()) {
            String inner = ConfigKeys.join(path, entry.key());
            Integer earlier = lines.putIfAbsent(entry.key(), entry.line());
            if (earlier != null) {
                draft.markUnknown(inner);
                mistake(entry.line(), inner + " is given twice, first on line " + earlier);
            } else {
                readEntry(inner, entry);
            }
        }
    }

    private void readEntry(String path, Entry entry) {
        Optional<ConfigKey> key = ConfigKeys.find(path);
        if (entry.key().contains(".") && (key.isPresent() || ConfigKeys.isSection(path))) {
            draft.markUnknown(path);
            mistake(entry.line(), "write " + path + " without a dot: each section on a line of its own, indented");
        } else if (ConfigKeys.isSection(path)) {
            readInner(path, entry);
        } else if (key.isPresent()) {
            readValue(key.get(), entry.value(), entry.line());
        } else {
            mistake(entry.line(), unknownKeyMessage(path));
        }
    }

    private void readInner(String path, Entry entry) {
        if (entry.value() instanceof Section section) {
            readSection(path, section);
        } else if (!(entry.value() instanceof Empty)) { // a section whose keys are all commented out is empty
            draft.markUnknown(path);
            refuse(
                    entry.value(),
                    entry.line(),
                    path + " is " + entry.value().shown() + ", but must be a section: its keys, indented below it");
        }
    }

    private void readValue(ConfigKey key, Node node, int line) {
        // Unknown unless a valid value is put below.
        draft.markUnknown(key.path());
        if (node instanceof Items items && key.list()) {
            readList(key, items, line);
        } else if (node instanceof Empty) {
            mistake(line, key.path() + " is empty, but must be " + key.allowed() + emptyValueHint(key));
        } else if (node instanceof Scalar scalar && key.read(scalar.text()).isPresent()) {
            Object value = key.read(scalar.text()).orElseThrow();
            draft.put(key.path(), key.list() ? List.of(value) : value, locations.apply(line));
        } else {
            refuse(
                    node,
                    line,
                    key.path() + " is " + node.shown() + ", but must be " + allowedFor(key, node) + key.listSuffix());
        }
    }

    private void readList(ConfigKey key, Items items, int line) {
        if (items.nodes().isEmpty() && key.rule().notEmpty()) {
            mistake(line, key.path() + " is an empty list, but must be " + key.allowed());
            return;
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < items.nodes().size(); i++) {
            Node node = items.nodes().get(i);
            Optional<Object> value = node instanceof Scalar scalar ? key.read(scalar.text()) : Optional.empty();
            value.ifPresent(values::add);
            if (value.isEmpty()) {
                String item = "item " + (i + 1) + " of " + key.path();
                refuse(node, node.line(), item + " is " + node.shown() + ", but must be " + allowedFor(key, node));
            }
        }
        if (values.size() == items.nodes().size()) {
            draft.put(key.path(), List.copyOf(values), locations.apply(line));
        }
    }

    private static String allowedFor(ConfigKey key, Node node) {
        return node instanceof Scalar scalar ? key.allowedItemFor(scalar.text()) : key.allowedItem();
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

    /** Records a mistake, unless the reader has already recorded one for this node. */
    private void refuse(Node node, int line, String message) {
        if (!(node instanceof Refused)) {
            mistake(line, message);
        }
    }

    private void mistake(int line, String message) {
        draft.mistake(locations.apply(line), message);
    }
}
