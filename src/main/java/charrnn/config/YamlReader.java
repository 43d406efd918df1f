package charrnn.config;

import java.io.StringReader;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Parses YAML into SnakeYAML's nodes, which have line numbers. A node is never constructed as an object. An alias
 * is read as the node that it names; below a key's value nothing is followed. SnakeYAML limits the nesting depth and the length.
 */
final class YamlReader {
    private YamlReader() {}

    /**
     * Parses one document; if it is not YAML, reports the mistake and returns empty.
     *
     * @param mistakes receives the line, from 1, and the message of the mistake
     */
    static Optional<Node> read(String text, BiConsumer<Integer, String> mistakes) {
        try {
            Node root = new Yaml().compose(new StringReader(text)); // null for an empty text
            return Optional.of(root == null ? new Yaml().compose(new StringReader("~")) : root);
        } catch (YAMLException e) {
            mistakes.accept(line(e, text), "this is not YAML: " + reason(e));
        } catch (NumberFormatException e) { // SnakeYAML 2.5 throws it if the text ends within an escape
            mistakes.accept(
                    lineAt(text, text.length()), "this is not YAML: the text ends within an escape such as \\x41");
        }
        return Optional.empty();
    }

    /** Whether a node has no value, {@code ~} or {@code null}. */
    static boolean isEmpty(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    /** The line on which a node begins, from 1. */
    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static int line(YAMLException e, String text) {
        if (e instanceof ReaderException character) {
            return lineAt(text, text.indexOf(Character.toString(character.getCodePoint())));
        }
        return e instanceof MarkedYAMLException marked ? marked.getProblemMark().getLine() + 1 : 1;
    }

    private static int lineAt(String text, int index) {
        return 1
                + (int) text.chars()
                        .limit(Math.max(0, index))
                        .filter(c -> c == '\n')
                        .count();
    }

    private static String reason(YAMLException e) {
        if (e instanceof ReaderException character) {
            return "the character U+%04X is not allowed".formatted(character.getCodePoint());
        } else if (!(e instanceof MarkedYAMLException marked)) {
            return String.valueOf(e.getMessage());
        } else {
            String reason = Stream.of(marked.getContext(), marked.getProblem())
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining(", "))
                    .replaceAll("[\\s\\p{Cc}\\u2028\\u2029]+", " ");
            return reason.strip() + (reason.contains(" alias") ? "; a text that begins with * needs quotes" : "");
        }
    }
}
