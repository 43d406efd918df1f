package charrnn.config;

import charrnn.config.Draft.Location;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserException;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Parses YAML into nodes with line numbers. Aliases and tags are mistakes: with aliases a short text can expand to
 * gigabytes, and a key's type is known without a tag.
 */
final class YamlReader {
    private static final int MAX_DEPTH = 1000;

    private final Iterator<Event> events;
    private final Draft draft;
    private final IntFunction<Location> locations;
    private int depth;
    private int lastLine = 1;

    private YamlReader(String text, Draft draft, IntFunction<Location> locations) {
        this.events = new Yaml().parse(new StringReader(text)).iterator();
        this.draft = draft;
        this.locations = locations;
    }

    /** A part of a YAML text with the line on which it begins, from 1. */
    sealed interface Node {
        int line();

        /** Describes the node in a message: {@code "many"}, {@code 3}, {@code a list} or {@code a section}. */
        default String shown() {
            if (this instanceof Scalar scalar) {
                boolean number = ConfigKey.isDecimal(scalar.text) && scalar.text.length() <= 40;
                return number ? scalar.text : ConfigWriter.shown(scalar.text);
            }
            return this instanceof Section ? "a section" : this instanceof Items ? "a list" : "empty";
        }
    }

    /** A string, number or boolean as written, with quotes and escapes resolved. */
    record Scalar(String text, int line) implements Node {}

    /** No value, {@code ~} or {@code null}. */
    record Empty(int line) implements Node {}

    /** An alias or a node with a tag; its mistake has been recorded. */
    record Refused(int line) implements Node {}

    /** A list. */
    record Items(List<Node> nodes, int line) implements Node {}

    /** Keys and values in the order of the text; a key may occur twice. */
    record Section(List<Entry> entries, int line) implements Node {}

    /** A key, its line and its value. */
    record Entry(String key, Node value, int line) {}

    /**
     * Parses a text; empty, with a mistake in the draft, if it is not YAML.
     *
     * @param locations maps a line to its location
     */
    static Optional<Node> read(String text, Draft draft, IntFunction<Location> locations) {
        YamlReader reader = new YamlReader(text, draft, locations);
        try {
            return Optional.of(reader.document());
        } catch (ReaderException e) {
            int at = Math.max(0, text.indexOf(Character.toString(e.getCodePoint())));
            long before = text.chars().limit(at).filter(c -> c == '\n').count();
            String message = "the character U+%04X is not allowed".formatted(e.getCodePoint());
            draft.mistake(locations.apply(1 + (int) before), "this is not YAML: " + message);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            String message = Stream.of(Optional.ofNullable(e.getContext()), Optional.ofNullable(e.getProblem()))
                    .flatMap(Optional::stream)
                    .collect(Collectors.joining(", "));
            boolean alias = message.contains("scanning an alias");
            draft.mistake(
                    locations.apply(line),
                    "this is not YAML: " + oneLine(message)
                            + (alias ? "; a text that begins with * needs quotes" : ""));
        } catch (YAMLException e) {
            draft.mistake(
                    locations.apply(reader.lastLine), "this is not YAML: " + oneLine(String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    private static String oneLine(String message) {
        return message.replaceAll("[\\s\\p{Cc}\\u2028\\u2029]+", " ").strip();
    }

    private Node document() {
        Event first = nextInDocument();
        if (first.is(Event.ID.StreamEnd)) {
            return new Empty(1);
        }
        Node root = node(first);
        Event second = nextInDocument();
        if (!second.is(Event.ID.StreamEnd)) {
            draft.mistake(locations.apply(line(second)), "a second document begins here, but a configuration is one");
        }
        return root;
    }

    private Event next() {
        Event event = events.next();
        lastLine = event.getEndMark().getLine() + 1;
        return event;
    }

    private Event nextInDocument() {
        Event event = next();
        boolean around =
                event.is(Event.ID.StreamStart) || event.is(Event.ID.DocumentStart) || event.is(Event.ID.DocumentEnd);
        return around ? nextInDocument() : event;
    }

    private Node node(Event event) {
        int line = line(event);
        if (event instanceof AliasEvent alias) {
            draft.mistake(
                    locations.apply(line),
                    ConfigWriter.shown("*" + alias.getAnchor())
                            + " is an alias; write the value out instead (a text that begins with * needs quotes)");
            return new Refused(line);
        }
        String tag = event instanceof ScalarEvent scalar ? scalar.getTag() : ((CollectionStartEvent) event).getTag();
        if (tag != null) {
            String written = "!" + tag.replaceFirst("^!+", "").replace("tag:yaml.org,2002:", "!");
            draft.mistake(locations.apply(line), ConfigWriter.shown(written) + " is a tag; write the value alone");
        }
        Node node = event instanceof ScalarEvent scalar ? scalar(scalar) : collection(event);
        return tag == null ? node : new Refused(line);
    }

    private static Node scalar(ScalarEvent event) {
        return event.isPlain() && event.getValue().matches("|~|null|Null|NULL")
                ? new Empty(line(event))
                : new Scalar(event.getValue(), line(event));
    }

    private Node collection(Event event) {
        depth++;
        if (depth > MAX_DEPTH) {
            throw refused(
                    event, "Document nesting depth (" + depth + ") exceeds the maximum allowed (" + MAX_DEPTH + ")");
        }
        Node node = event instanceof MappingStartEvent ? section(line(event)) : items(line(event));
        depth--;
        return node;
    }

    private Section section(int line) {
        List<Entry> entries = new ArrayList<>();
        for (Event key = next(); !key.is(Event.ID.MappingEnd); key = next()) {
            if (!(key instanceof ScalarEvent name)) {
                throw refused(key, "a key is a list, a section or an alias, but must be a word");
            }
            entries.add(new Entry(name.getValue(), node(next()), line(name)));
        }
        return new Section(entries, line);
    }

    private Items items(int line) {
        List<Node> nodes = new ArrayList<>();
        for (Event item = next(); !item.is(Event.ID.SequenceEnd); item = next()) {
            nodes.add(node(item));
        }
        return new Items(nodes, line);
    }

    private static ParserException refused(Event event, String problem) {
        return new ParserException(null, null, problem, event.getStartMark());
    }

    private static int line(Event event) {
        return event.getStartMark().getLine() + 1;
    }
}
