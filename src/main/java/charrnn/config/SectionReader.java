package charrnn.config;

import charrnn.config.ConfigOrigin.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Walks a file's tree beside the list of keys and fills a draft. */
final class SectionReader {
    private final ConfigOrigin source;
    private final Draft draft;

    SectionReader(ConfigOrigin source, Draft draft) {
        this.source = source;
        this.draft = draft;
    }

    /** Reads a whole text; an empty one gives nothing, so everything is at its default. */
    void readText(String yaml) {
        YamlReader.read(yaml, source, draft).ifPresentOrElse(this::readRoot, () -> draft.doubt(""));
    }

    private void readRoot(YamlNode root) {
        if (root instanceof YamlNode.Section section) {
            readSection("", section);
        } else if (!(root instanceof YamlNode.Nothing)) {
            draft.doubt("");
            refuse(
                    root,
                    source.at(root.line()),
                    "the file is " + root.shown()
                            + ", but must be keys and sections, such as training: with epochs: 50 indented below it");
        }
    }

    private void readSection(String path, YamlNode.Section section) {
        Map<String, Integer> lines = new HashMap<>();
        for (YamlNode.Entry entry : section.entries()) {
            String inner = ConfigKeys.join(path, entry.key());
            Integer earlier = lines.putIfAbsent(entry.key(), entry.line());
            if (earlier != null) {
                draft.doubt(inner);
                mistake(entry, inner + " is given twice, first on line " + earlier);
            } else {
                readEntry(inner, entry);
            }
        }
    }

    private void readEntry(String path, YamlNode.Entry entry) {
        Optional<ConfigKey> key = ConfigKeys.find(path);
        if (entry.key().contains(".") && (key.isPresent() || ConfigKeys.isSection(path))) {
            draft.doubt(path);
            mistake(entry, "write " + path + " without a dot: each section on a line of its own, indented");
        } else if (ConfigKeys.isSection(path)) {
            readInner(path, entry);
        } else if (key.isPresent()) {
            new ValueReader(source, draft).read(key.get(), entry.value(), entry.line());
        } else {
            mistake(entry, unknown(path, draft));
        }
    }

    private void readInner(String path, YamlNode.Entry entry) {
        if (entry.value() instanceof YamlNode.Section section) {
            readSection(path, section);
        } else if (!(entry.value() instanceof YamlNode.Nothing)) {
            // A section without keys is fine: that is what is left when all of them are commented out.
            draft.doubt(path);
            refuse(
                    entry.value(),
                    source.at(entry.line()),
                    path + " is " + entry.value().shown() + ", but must be a section: its keys, indented below it");
        }
    }

    /** What was refused when it was read has its mistake already. */
    private void refuse(YamlNode node, Place place, String message) {
        if (!(node instanceof YamlNode.Refused)) {
            draft.mistake(place, message);
        }
    }

    /** Says that a path is no key, and what it may have been meant to be. */
    static String unknown(String path, Draft draft) {
        List<String> suggestions = ConfigKeys.nearest(path);
        suggestions.forEach(draft::doubt);
        String shown = path.matches("[\\w.-]{1,60}") ? path : YamlText.shown(path);
        if (!suggestions.isEmpty()) {
            return shown + " is not a key" + Spelling.question(suggestions);
        }
        String section = ConfigKey.sectionOf(path);
        return ConfigKeys.isSection(section)
                ? shown + " is not a key; in " + section + " there are "
                        + String.join(", ", ConfigKeys.namesIn(section))
                : shown + " is not a key; at the top there are " + String.join(", ", ConfigKeys.namesIn(""));
    }

    private void mistake(YamlNode.Entry entry, String message) {
        draft.mistake(source.at(entry.line()), message);
    }
}
