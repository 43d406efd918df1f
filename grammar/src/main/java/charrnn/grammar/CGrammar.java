package charrnn.grammar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** The grammar of C, read from {@code c.grammar}. */
final class CGrammar {
    static final Grammar GRAMMAR = new Grammar(resource("c.grammar"));
    static final Tokens TOKENS = new Tokens(GRAMMAR);

    /** The terminals, those with the shortest tokens first. */
    static final List<Integer> BY_COST = IntStream.range(0, GRAMMAR.terminals)
            .boxed()
            .sorted(Comparator.comparing(GRAMMAR::cost))
            .toList();

    static final int NEW = GRAMMAR.number("NEW");
    static final int VALUE = GRAMMAR.number("VALUE");
    static final int MEMBER = GRAMMAR.number("MEMBER");
    static final int TYPE = GRAMMAR.number("TYPE");
    static final int TAG = GRAMMAR.number("TAG");
    static final int LABEL = GRAMMAR.number("LABEL");
    static final int KNOWN = GRAMMAR.number("KNOWN");
    static final int ATTRIBUTE = GRAMMAR.number("ATTRIBUTE");

    /** The classes that macros are in by their form. */
    static final BitSet MACROS = set("ATTRIBUTE", "TYPED", "EACH", "DECLARE", "MACRO", "WAIT");

    /** The classes of names that exist before they are used. */
    static final BitSet USES =
            set("ATTRIBUTE", "TYPED", "EACH", "DECLARE", "MACRO", "WAIT", "VALUE", "MEMBER", "TYPE", "TAG");

    static final BitSet NUMBERS = set("NUMBER", "CHARACTER");
    private static final BitSet LITERALS = set("NUMBER", "CHARACTER", "STRING");

    static final Set<String> OPENING = Set.of("(", "[", "{");
    static final Set<String> CLOSING = Set.of(")", "]", "}");

    private CGrammar() {}

    static BitSet set(String... names) {
        return GRAMMAR.set(List.of(names));
    }

    /** Whether a token is a name, a number or a string. */
    static boolean isOperand(String token) {
        BitSet classes = token.isEmpty() ? new BitSet() : TOKENS.classes(token);
        return classes.intersects(USES) || classes.intersects(LITERALS);
    }

    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(CGrammar.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
