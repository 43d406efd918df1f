package charrnn.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the notation of {@code c.grammar}, which its first lines explain, into plain productions. */
final class GrammarNotation {
    private static final Pattern CLASS = Pattern.compile("(\\w+)(?:\\s+as\\s+(\\S+))?\\s*= /(.*)/(\\s+#.*)?");
    private static final Pattern RULE = Pattern.compile("(\\w+)(?: in ([\\w ]+))?:(.*)");
    private static final Pattern WORD = Pattern.compile("'[^']+'|\\w+|[()|?*+]");

    record Production(String nonterminal, List<String> symbols) {}

    final Map<String, Pattern> classes = new HashMap<>();
    final Map<String, String> examples = new HashMap<>(); // the shortest useful token of each class
    final Map<String, List<String>> places = new HashMap<>(); // the rules inside of which alone a rule may stand
    private final Map<String, String> rules = new LinkedHashMap<>();
    final Set<String> terminals = new LinkedHashSet<>();
    final Set<String> nonterminals = new LinkedHashSet<>(); // also those of groups and repetitions, by what they are
    final List<Production> productions = new ArrayList<>();
    private List<String> words = List.of(); // of the rule that is being read
    private int at;

    GrammarNotation(String notation) {
        String last = "";
        for (String line : notation.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList()) {
            Matcher tokens = CLASS.matcher(line);
            Matcher rule = RULE.matcher(line);
            if (tokens.matches()) {
                classes.put(tokens.group(1), Pattern.compile(tokens.group(3)));
                examples.put(tokens.group(1), Objects.requireNonNullElse(tokens.group(2), "a"));
            } else if (rule.matches()) {
                last = rule.group(1);
                rules.put(last, rule.group(3));
                if (rule.group(2) != null) {
                    places.put(last, List.of(rule.group(2).split(" ")));
                }
            } else {
                rules.merge(last, line, String::concat);
            }
        }
        nonterminals.addAll(rules.keySet());
        rules.forEach((name, body) -> {
            words = WORD.matcher(body).results().map(match -> match.group()).toList();
            at = 0;
            alternatives().forEach(symbols -> productions.add(new Production(name, symbols)));
            if (at < words.size()) {
                throw new IllegalArgumentException("the rule " + name + " has a ) without its (");
            }
        });
    }

    private List<List<String>> alternatives() {
        List<List<String>> alternatives = new ArrayList<>(List.of(new ArrayList<>()));
        for (; at < words.size() && !words.get(at).equals(")"); at++) {
            if (words.get(at).equals("|")) {
                alternatives.add(new ArrayList<>());
            } else {
                alternatives.get(alternatives.size() - 1).add(repeated(symbol(words.get(at))));
            }
        }
        return alternatives;
    }

    private String symbol(String word) {
        if (word.equals("(")) {
            at++;
            List<List<String>> inner = alternatives();
            return inner.size() == 1 && inner.get(0).size() == 1 ? inner.get(0).get(0) : made("group " + inner, inner);
        }
        if (nonterminals.contains(word)) {
            return word;
        }
        if (!word.startsWith("'") && !classes.containsKey(word)) {
            throw new IllegalArgumentException("the grammar uses " + word + ", which it does not define");
        }
        String terminal = word.startsWith("'") ? word.substring(1, word.length() - 1) : word;
        terminals.add(terminal);
        return terminal;
    }

    /** The symbol for what is read, with a {@code ?}, {@code *} or {@code +} that follows. */
    private String repeated(String symbol) {
        String mark = at + 1 < words.size() ? words.get(at + 1) : "";
        if (!mark.equals("?") && !mark.equals("*") && !mark.equals("+")) {
            return symbol;
        }
        at++;
        String many = symbol;
        if (!mark.equals("?")) {
            many = "several " + symbol;
            made(many, List.of(List.of(symbol), List.of(many, symbol)));
        }
        return mark.equals("+") ? many : made("optional " + many, List.of(List.of(), List.of(many)));
    }

    private String made(String what, List<List<String>> alternatives) {
        if (nonterminals.add(what)) {
            alternatives.forEach(symbols -> productions.add(new Production(what, symbols)));
        }
        return what;
    }
}
