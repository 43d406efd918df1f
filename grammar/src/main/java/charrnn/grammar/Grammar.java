package charrnn.grammar;

import charrnn.grammar.GrammarNotation.Production;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** A context-free grammar in the notation of {@code c.grammar}, compiled for {@link ItemSet}. Symbols are numbered, the terminals first. */
final class Grammar {
    /** More than any text costs. */
    static final int IMPOSSIBLE = 1 << 20;

    /**
     * A production with a dot before one of its symbols; with the dot at the end, all productions of a nonterminal are equal.
     *
     * @param next the symbol after the dot; -1 at the end
     * @param rest the least cost of what follows the dot
     * @param advanced with the dot after the next symbol, and after nullable symbols that follow
     */
    record Dotted(int nonterminal, int next, int rest, Dotted[] advanced) {
        /** The least cost of what follows the next symbol. */
        int restAfterNext() {
            return advanced[0].rest;
        }
    }

    private static final Dotted[] NONE = {};

    final List<String> names; // of the symbols
    final int terminals;
    final Map<String, Pattern> classes; // by name, the expressions of the classes of tokens
    final Map<Integer, BitSet> places = new HashMap<>(); // inside of which alone a nonterminal may stand
    final BitSet conditional = new BitSet(); // the terminals with which such a nonterminal begins
    final List<List<Dotted>>
            starts; // of each symbol, the productions that begin with it, or with nullable symbols before it
    final List<BitSet> predicted; // the nonterminals with which each nonterminal may begin, itself too
    final List<BitSet> first; // the terminals with which each symbol may begin
    private final int[] cost; // of each symbol, the least number of characters
    private final int[][] ahead; // [a][b]: the least cost of what follows b within a, if a begins with b

    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, String> examples;

    Grammar(String notation) {
        GrammarNotation read = new GrammarNotation(notation);
        examples = read.examples;
        classes = read.classes;
        names = new ArrayList<>(read.terminals);
        terminals = names.size();
        names.addAll(read.nonterminals);
        for (String name : names) {
            if (numbers.put(name, numbers.size()) != null) {
                throw new IllegalArgumentException("the grammar has a rule and a token " + name);
            }
        }
        cost = new int[names.size()];
        computeCosts(read.productions);
        starts = names.stream().<List<Dotted>>map(name -> new ArrayList<>()).toList();
        read.productions.forEach(this::dot);
        predicted = names.stream().map(name -> new BitSet()).toList();
        first = names.stream().map(name -> new BitSet()).toList();
        predict();
        ahead = ahead();
        read.places.forEach((name, around) -> {
            places.put(number(name), set(around));
            conditional.or(first.get(number(name)));
        });
    }

    /** Some symbols, by name. */
    BitSet set(List<String> symbols) {
        BitSet set = new BitSet();
        symbols.forEach(name -> set.set(number(name)));
        return set;
    }

    int number(String name) {
        return Objects.requireNonNull(numbers.get(name), name);
    }

    boolean isTerminal(int symbol) {
        return symbol < terminals;
    }

    /** Whether a symbol may derive the empty text: every terminal costs something. */
    private boolean isNullable(int symbol) {
        return cost[symbol] == 0;
    }

    private void computeCosts(List<Production> productions) {
        Arrays.fill(cost, IMPOSSIBLE);
        for (int symbol = 0; symbol < terminals; symbol++) {
            String token = text(symbol);
            // A word needs a blank behind it; a name may be longer than its example, or have to be declared.
            boolean isName = token.equalsIgnoreCase("a");
            cost[symbol] = token.length() + (CharacterClass.isLetter(token.charAt(0)) ? 1 : 0) + (isName ? 2 : 0);
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Production production : productions) {
                int sum = production.symbols().stream()
                        .mapToInt(symbol -> cost[number(symbol)])
                        .reduce(0, (one, other) -> Math.min(IMPOSSIBLE, one + other));
                int nonterminal = number(production.nonterminal());
                changed |= sum < cost[nonterminal];
                cost[nonterminal] = Math.min(cost[nonterminal], sum);
            }
        }
    }

    /** Places the dot before each symbol of a production, from its end on. */
    private void dot(Production production) {
        int nonterminal = number(production.nonterminal());
        List<String> symbols = production.symbols();
        List<Dotted> begun = new ArrayList<>();
        Dotted after = new Dotted(nonterminal, -1, 0, NONE);
        for (int i = symbols.size() - 1; i >= 0; i--) {
            int next = number(symbols.get(i));
            List<Dotted> advanced = new ArrayList<>(List.of(after));
            if (after.next >= 0 && isNullable(after.next)) {
                advanced.addAll(Arrays.asList(after.advanced));
            }
            int rest = Math.min(IMPOSSIBLE, cost[next] + after.rest);
            after = new Dotted(nonterminal, next, rest, advanced.toArray(Dotted[]::new));
            if (symbols.subList(0, i).stream().allMatch(it -> isNullable(number(it)))) {
                begun.add(0, after);
            }
        }
        begun.forEach(it -> starts.get(it.next).add(it));
    }

    private void predict() {
        for (int symbol = 0; symbol < names.size(); symbol++) {
            (isTerminal(symbol) ? first : predicted).get(symbol).set(symbol);
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int symbol = 0; symbol < names.size(); symbol++) {
                for (Dotted start : starts.get(symbol)) {
                    changed |= add(first.get(start.nonterminal), first.get(symbol));
                    changed |= add(predicted.get(start.nonterminal), predicted.get(symbol));
                }
            }
        }
    }

    private static boolean add(BitSet set, BitSet more) {
        int size = set.cardinality();
        set.or(more);
        return set.cardinality() > size;
    }

    private int[][] ahead() {
        int size = names.size() - terminals;
        int[][] least = new int[size][size];
        for (int a = 0; a < size; a++) {
            Arrays.fill(least[a], IMPOSSIBLE);
            least[a][a] = 0;
        }
        for (int b = 0; b < size; b++) {
            for (Dotted start : starts.get(terminals + b)) {
                int a = start.nonterminal - terminals;
                least[a][b] = Math.min(least[a][b], start.restAfterNext());
            }
        }
        for (int k = 0; k < size; k++) {
            for (int a = 0; a < size; a++) {
                for (int b = 0; b < size; b++) {
                    least[a][b] = Math.min(least[a][b], least[a][k] + least[k][b]);
                }
            }
        }
        return least;
    }

    /** The least cost of what follows a nonterminal with which another one begins. */
    int costAfter(int nonterminal, int within) {
        return ahead[within - terminals][nonterminal - terminals];
    }

    /** The text of a terminal: a keyword, an operator, or the shortest useful token of a class. */
    String text(int terminal) {
        String name = names.get(terminal);
        return examples.getOrDefault(name, name);
    }

    int cost(int terminal) {
        return cost[terminal];
    }
}
