package charrnn.config;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a YAML text into a tree that knows its lines; what a configuration cannot use is a mistake. */
final class YamlReader {
    private static final YAMLFactory FACTORY = new YAMLFactory();

    private final YAMLParser parser;
    private final ConfigOrigin source;
    private final Draft draft;

    private YamlReader(YAMLParser parser, ConfigOrigin source, Draft draft) {
        this.parser = parser;
        this.source = source;
        this.draft = draft;
    }

    /** The tree of a text; empty, with a mistake in the draft, where the text is not YAML. */
    static Optional<YamlNode> read(String text, ConfigOrigin source, Draft draft) {
        try (YAMLParser parser = FACTORY.createParser(text)) {
            return Optional.of(new YamlReader(parser, source, draft).document());
        } catch (IOException e) {
            YamlProblem problem = YamlProblem.of(e, text);
            draft.mistake(source.at(problem.line()), "this is not YAML: " + problem.message());
            return Optional.empty();
        }
    }

    private YamlNode document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return new YamlNode.Nothing(1);
        }
        YamlNode root = node(first);
        if (parser.nextToken() != null) {
            draft.mistake(source.at(line()), "a second document begins here, but a configuration is one");
        }
        return root;
    }

    private YamlNode node(JsonToken token) throws IOException {
        int line = line();
        boolean refused = refusesExtras(line);
        YamlNode node =
                switch (token) {
                    case START_OBJECT -> section(line);
                    case START_ARRAY -> items(line);
                    case VALUE_NULL -> new YamlNode.Nothing(line);
                    default -> new YamlNode.Scalar(parser.getText(), line);
                };
        return refused ? new YamlNode.Refused(line) : node;
    }

    private YamlNode section(int line) throws IOException {
        List<YamlNode.Entry> entries = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            int keyLine = line();
            entries.add(new YamlNode.Entry(key, node(parser.nextToken()), keyLine));
        }
        return new YamlNode.Section(entries, line);
    }

    private YamlNode items(int line) throws IOException {
        List<YamlNode> nodes = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            nodes.add(node(token));
        }
        return new YamlNode.Items(nodes, line);
    }

    /** An alias could make a short text stand for gigabytes, a tag asks for a type; a configuration needs neither. */
    private boolean refusesExtras(int line) throws IOException {
        if (parser.isCurrentAlias()) {
            draft.mistake(
                    source.at(line),
                    YamlText.shown("*" + parser.getText())
                            + " is an alias; write the value out instead (a text that begins with * needs quotes)");
            return true;
        }
        if (parser.getTypeId() != null) {
            String tag = "!" + parser.getTypeId().toString().replace("tag:yaml.org,2002:", "!");
            draft.mistake(source.at(line), YamlText.shown(tag) + " is a tag; write the value alone");
            return true;
        }
        return false;
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }
}
