package charrnn.grammar;

import charrnn.grammar.CText.Region;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The completion of a text: the rest of the token that is being read, then the tokens with which the grammar's shortest ending goes
 * on, with an {@code #endif} for each open conditional where it may stand.
 *
 * @param text the text with the rest of its token
 * @param added that rest
 */
record Completion(CText text, String added) {
    /** What completes a function that returns a value. */
    static final String RETURN = "return 0;";

    /** More characters than what is open and costs the maximum needs. */
    private static final int MAX_ENDING = 2 * CText.MAX_OPEN;

    private static final List<String> TERMINALS = CGrammar.GRAMMAR.names.subList(0, CGrammar.GRAMMAR.terminals);

    /** What may complete a token, apart from the rest of a word of the grammar. A wrong one is no prefix of C. */
    private static final List<String> RESTS =
            List.of("", "0", "a", "_a", "=", "\"", "n\"", "0\"", "00\"", "000\"", "0000\"", "'", "0'", "n'", "/", "*/");

    /** What may complete a directive after its name. */
    private static final List<String> ENDS = List.of(
            "\n", "/\n", "*/\n", "0\n", " 0\n", " a\n", "\"\n", "'\n", ")\n", " <a>\n", "a>\n", ">\n", "\"a\"\n",
            "a\"\n");

    /** The cheapest completion of a text's token; empty if none was found. */
    static Optional<Completion> of(CText text) {
        return ofToken(text.with(Leniency.ANY_TYPE)).or(() -> ofToken(text.with(Leniency.ANY_NAME)));
    }

    private static Optional<Completion> ofToken(CText text) {
        return rests(text)
                .flatMap(rest ->
                        Optional.ofNullable(text.after(rest)).map(after -> new Completion(after, rest)).stream())
                .filter(completion -> completion.text.region() == Region.CODE && completion.text.ended() != null)
                .min(Comparator.comparingInt(Completion::cost));
    }

    /** What may complete the token, comment or directive that is being read. */
    private static Stream<String> rests(CText text) {
        String token = text.token();
        return switch (text.region()) {
            case LINE_COMMENT, BLOCK_COMMENT -> Stream.of("\n", "\n\n", "*/", "/");
            case DIRECTIVE -> {
                String closing = Directive.closing(token);
                yield Stream.concat(
                        closing.isEmpty()
                                ? ENDS.stream()
                                : Stream.of(closing + "\n", "0" + closing + "\n", "\n" + closing + "\n"),
                        words(Directive.NAMES, Directive.name(token), ENDS));
            }
            case CODE -> {
                Stream<String> words = Stream.concat(TERMINALS.stream(), text.function().completions(token).stream());
                yield token.isEmpty()
                        ? Stream.of("")
                        : Stream.concat(RESTS.stream(), words(words.toList(), token, List.of("")));
            }
        };
    }

    /** The rests of the words that begin so, each with each of some ends. */
    private static Stream<String> words(List<String> words, String beginning, List<String> ends) {
        return words.stream().filter(word -> word.startsWith(beginning)).flatMap(word -> ends.stream()
                .map(end -> word.substring(beginning.length()) + end));
    }

    private int cost() {
        return added.length() + Objects.requireNonNull(text.ended()).items().cost();
    }

    /** The characters that complete the text; empty if they are too many. */
    Optional<String> whole() {
        StringBuilder ending = new StringBuilder(added);
        CText text = this.text;
        while (ending.length() < MAX_ENDING) {
            CText ended = Objects.requireNonNull(text.ended());
            if (ended.mayEndBranch()) {
                boolean beginsLine = ending.isEmpty() ? ended.beginsLine() : ending.charAt(ending.length() - 1) == '\n';
                String endif = beginsLine ? "#endif\n" : "\n#endif\n";
                ending.append(endif);
                text = Objects.requireNonNull(ended.after(endif), endif);
                continue;
            }
            if (ended.items().isComplete()) {
                return Optional.of(ending.toString());
            }
            // Not STRICT: no value of the type that is wanted might exist.
            CText before = ended.with(Leniency.ANY_TYPE);
            String token = cheapest(before);
            if (token.isEmpty() || ending.length() > CText.MAX_OPEN) { // no name that exists may stand here
                before = ended.with(Leniency.ANY_NAME);
                token = cheapest(before);
            }
            if (token.isEmpty()) {
                return Optional.empty();
            }
            if (text.continuesWith(token.charAt(0))) {
                ending.append(' ');
            }
            ending.append(token);
            text = Objects.requireNonNull(before.after(token), token);
        }
        return Optional.empty();
    }

    /** The token with which the shortest ending begins. */
    private static String cheapest(CText text) {
        Optional<String> label = text.missingLabel();
        ItemSet items = text.items();
        if (label.isPresent()) {
            return label.get() + ":;";
        }
        if (text.function().lacksReturn() && items.after(text.classes("}")) != null) {
            return RETURN;
        }
        if (text.function().lacksArgument() && items.after(text.classes(",")) != null) {
            return ",";
        }
        String best = "";
        int least = Grammar.IMPOSSIBLE;
        for (int terminal : CGrammar.BY_COST) {
            if (items.terminals().get(terminal) && CGrammar.GRAMMAR.cost(terminal) < least && least > items.cost()) {
                for (String word : text.function().examples(terminal)) {
                    ItemSet after = items.after(text.classes(word));
                    int cost = Math.max(CGrammar.GRAMMAR.cost(terminal), word.length() + 1);
                    if (after != null && cost + after.cost() < least) {
                        least = cost + after.cost();
                        best = word;
                    }
                }
            }
        }
        return best;
    }
}
