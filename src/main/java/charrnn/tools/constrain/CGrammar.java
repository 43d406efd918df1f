package charrnn.tools.constrain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The grammar of C, read from {@code c.grammar}, and the shortest token of each of its classes. */
final class CGrammar {
    /** The shortest useful token of each class; a name may be another one. */
    private static final Map<String, String> EXAMPLES = examples();

    static final Grammar GRAMMAR = read();
    static final Tokens TOKENS = new Tokens(GRAMMAR);

    /** The terminals, those with the shortest tokens first. */
    static final List<Integer> BY_COST = IntStream.range(0, GRAMMAR.terminals)
            .boxed()
            .sorted(Comparator.comparing(GRAMMAR::cost))
            .toList();

    private CGrammar() {}

    private static Map<String, String> examples() {
        Map<String, String> examples = new LinkedHashMap<>();
        examples.put("NUMBER", "0");
        examples.put("CHARACTER", "'0'");
        examples.put("STRING", "\"\"");
        for (String role : new String[] {"NEW", "VALUE", "MEMBER", "TYPE", "TAG", "LABEL", "KNOWN"}) {
            examples.put(role, "a");
        }
        examples.put("ATTRIBUTE", "__used");
        examples.put("EACH", "for_each");
        examples.put("DECLARE", "DEFINE");
        examples.put("MACRO", "A");
        examples.put("WAIT", "wait_event");
        examples.put("TYPED", "list_entry");
        return examples;
    }

    private static Grammar read() {
        try (InputStream resource = CGrammar.class.getResourceAsStream("c.grammar")) {
            if (resource == null) {
                throw new IllegalStateException("the program has no c.grammar");
            }
            return new Grammar(new String(resource.readAllBytes(), StandardCharsets.UTF_8), EXAMPLES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a terminal: a keyword, an operator, or the shortest token of a class. */
    static String text(int terminal) {
        String name = GRAMMAR.names.get(terminal);
        return EXAMPLES.getOrDefault(name, name);
    }
}
