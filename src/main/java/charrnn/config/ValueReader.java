package charrnn.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks one key's value and puts it into a draft. */
final class ValueReader {
    private final ConfigOrigin source;
    private final Draft draft;

    ValueReader(ConfigOrigin source, Draft draft) {
        this.source = source;
        this.draft = draft;
    }

    /** Reads a value that belongs to a key on a line. */
    void read(ConfigKey key, YamlNode node, int line) {
        // Doubted until it is known to be right, so that no way out of here can forget to.
        draft.doubt(key.path());
        if (node instanceof YamlNode.Scalar scalar) {
            readScalar(key, scalar, line);
        } else if (node instanceof YamlNode.Items items && key.list()) {
            readList(key, items, line);
        } else if (node instanceof YamlNode.Nothing) {
            mistake(line, key.path() + " is empty, but must be " + key.allowed() + hint(key));
        } else if (!(node instanceof YamlNode.Refused)) {
            mistake(line, key.path() + " is " + node.shown() + ", but must be " + key.allowed());
        }
    }

    private void readScalar(ConfigKey key, YamlNode.Scalar scalar, int line) {
        Optional<Object> value = key.type().read(scalar.text());
        if (value.isPresent()) {
            draft.put(key.path(), key.list() ? List.of(value.get()) : value.get(), source.at(line));
        } else {
            String wanted = key.type().wanted(scalar.text()) + (key.list() ? ", or a list of them" : "");
            mistake(line, key.path() + " is " + scalar.shown() + ", but must be " + wanted);
        }
    }

    private void readList(ConfigKey key, YamlNode.Items items, int line) {
        if (items.nodes().isEmpty() && key.notEmpty()) {
            mistake(line, key.path() + " is an empty list, but must be " + key.allowed());
            return;
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < items.nodes().size(); i++) {
            YamlNode node = items.nodes().get(i);
            Optional<Object> value =
                    node instanceof YamlNode.Scalar scalar ? key.type().read(scalar.text()) : Optional.empty();
            value.ifPresent(values::add);
            if (value.isEmpty() && !(node instanceof YamlNode.Refused)) {
                refuseItem("item " + (i + 1) + " of " + key.path(), key.type(), node);
            }
        }
        if (values.size() == items.nodes().size()) {
            draft.put(key.path(), List.copyOf(values), source.at(line));
        }
    }

    private void refuseItem(String item, ValueType type, YamlNode node) {
        String wanted = node instanceof YamlNode.Scalar scalar ? type.wanted(scalar.text()) : type.allowed();
        mistake(node.line(), item + " is " + node.shown() + ", but must be " + wanted);
    }

    private static String hint(ConfigKey key) {
        if (key.notEmpty() || !(key.type() instanceof ValueType.Text)) {
            return "; without the key it is " + YamlText.of(key.defaultValue());
        }
        return key.list() ? "; an empty list is []" : "; an empty text is \"\"";
    }

    private void mistake(int line, String message) {
        draft.mistake(source.at(line), message);
    }
}
