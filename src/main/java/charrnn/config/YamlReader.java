package charrnn.config;

import java.io.StringReader;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserException;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Parses YAML into SnakeYAML's nodes, which have line numbers. Aliases, tags and a second document are mistakes: with
 * aliases a short text can expand to gigabytes, and a key's type is known without a tag.
 */
public final class YamlReader {
    private static final int MAX_DEPTH = 1000;

    private YamlReader() {}

    /**
     * Parses a text; if it is not YAML or has a refused feature, reports the mistakes and returns empty.
     *
     * @param mistakes receives the line, from 1, and the message of each mistake
     */
    public static Optional<Node> read(String text, BiConsumer<Integer, String> mistakes) {
        try {
            if (hasOnlyAllowedFeatures(text, mistakes)) {
                LoaderOptions limits = new LoaderOptions();
                limits.setNestingDepthLimit(MAX_DEPTH);
                Node root = new Yaml(limits).compose(new StringReader(text)); // null for an empty text
                return Optional.of(root == null ? new Yaml().compose(new StringReader("~")) : root);
            }
        } catch (ReaderException e) {
            int at = Math.max(0, text.indexOf(Character.toString(e.getCodePoint())));
            String reason = "the character U+%04X is not allowed".formatted(e.getCodePoint());
            mistakes.accept(lineAt(text, at), "this is not YAML: " + reason);
        } catch (NumberFormatException e) { // SnakeYAML 2.5 throws it if the text ends within an escape
            String reason = "the text ends within an escape such as \\x41";
            mistakes.accept(lineAt(text, text.length()), "this is not YAML: " + reason);
        } catch (MarkedYAMLException e) {
            String reason = Stream.of(e.getContext(), e.getProblem())
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining(", "))
                    .replaceAll("[\\s\\p{Cc}\\u2028\\u2029]+", " ");
            String advice = reason.contains("scanning an alias") ? "; a text that begins with * needs quotes" : "";
            mistakes.accept(line(e.getProblemMark()), "this is not YAML: " + reason.strip() + advice);
        }
        return Optional.empty();
    }

    /** Whether a node has no value, {@code ~} or {@code null}. */
    static boolean isEmpty(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    /** The line on which a node begins, from 1. */
    static int line(Node node) {
        return line(node.getStartMark());
    }

    private static int line(Mark mark) {
        return mark.getLine() + 1;
    }

    private static int lineAt(String text, int index) {
        return 1 + (int) text.chars().limit(index).filter(c -> c == '\n').count();
    }

    private static boolean hasOnlyAllowedFeatures(String text, BiConsumer<Integer, String> mistakes) {
        boolean allowed = true;
        int documents = 0;
        int depth = 0;
        for (Event event : new Yaml().parse(new StringReader(text))) {
            documents += event instanceof DocumentStartEvent ? 1 : 0;
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > MAX_DEPTH) {
                String problem = "Document nesting depth (%d) exceeds the maximum allowed (%d)";
                throw new ParserException(null, null, problem.formatted(depth, MAX_DEPTH), event.getStartMark());
            }
            Optional<String> refused = event instanceof DocumentStartEvent && documents > 1
                    ? Optional.of("a second document begins here, but a configuration is one document")
                    : refused(event);
            refused.ifPresent(message -> mistakes.accept(line(event.getStartMark()), message));
            allowed &= refused.isEmpty();
        }
        return allowed;
    }

    private static Optional<String> refused(Event event) {
        if (event instanceof AliasEvent alias) {
            return Optional.of(ConfigWriter.shown("*" + alias.getAnchor())
                    + " is an alias; write the value out instead (a text that begins with * needs quotes)");
        }
        String tag = event instanceof ScalarEvent scalar
                ? scalar.getTag()
                : event instanceof CollectionStartEvent collection ? collection.getTag() : null;
        return Optional.ofNullable(tag)
                .map(name -> "!" + name.replaceFirst("^!+", "").replace("tag:yaml.org,2002:", "!"))
                .map(name -> ConfigWriter.shown(name) + " is a tag; write the value alone");
    }
}
