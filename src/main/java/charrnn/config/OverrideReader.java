package charrnn.config;

import java.util.Optional;

/** Reads one {@code --set key=value} into a draft, over what the file said. */
final class OverrideReader {
    private final Draft draft;

    OverrideReader(Draft draft) {
        this.draft = draft;
    }

    /** Reads {@code training.epochs=3}; the value is YAML. */
    void read(String override) {
        int equals = override.indexOf('=');
        if (equals < 0) {
            mistake(YamlText.shown(override) + " has no \"=\"; write key=value, such as training.epochs=3");
            return;
        }
        String path = override.substring(0, equals).strip();
        String yaml = override.substring(equals + 1);
        Optional<ConfigKey> key = ConfigKeys.find(path);
        if (key.isPresent()) {
            readValue(key.get(), yaml);
        } else if (ConfigKeys.isSection(path)) {
            String first = ConfigKeys.join(path, ConfigKeys.namesIn(path).get(0));
            mistake(path + " is a section; set its keys one by one, such as " + first);
        } else {
            mistake(SectionReader.unknown(path, draft));
        }
    }

    private void readValue(ConfigKey key, String yaml) {
        // The shell has taken the quotes of --set name="" away, so nothing is what is left of an empty text.
        if (yaml.isBlank() && key.type() instanceof ValueType.Text text && !text.notEmpty() && !key.list()) {
            draft.put(key.path(), yaml, ConfigOrigin.SET.at(1));
            return;
        }
        draft.doubt(key.path());
        YamlReader.read(yaml, new ConfigOrigin("--set: " + key.path(), false), draft)
                .ifPresent(node -> new ValueReader(ConfigOrigin.SET, draft).read(key, node, 1));
    }

    private void mistake(String message) {
        draft.mistake(ConfigOrigin.SET.at(1), message);
    }
}
