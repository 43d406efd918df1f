package charrnn.grammar;

import charrnn.grammar.GrammarNotation.Element;
import charrnn.grammar.GrammarNotation.Production;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A context-free grammar in the notation of {@code c.grammar}, compiled for {@link ItemSet}. Symbols are numbered, the terminals
 * first. An item is a production with a dot before one of its symbols or at its end; items are numbered too.
 */
final class Grammar {
    static final int LOOP = 1;
    static final int SWITCH = 2;

    /** More than any text costs. */
    static final int IMPOSSIBLE = 1 << 20;

    /** A production that begins with a symbol, or with nullable symbols before it. */
    record Start(int nonterminal, int item) {}

    final List<String> names = new ArrayList<>(); // of the symbols
    final int terminals;
    final Map<String, Pattern> classes; // by name, the expressions of the classes of tokens
    final int[] next; // the symbol after each item's dot; -1 at the end
    final int[] owner; // the nonterminal of each item
    final int[] inside; // LOOP and SWITCH, of those that begin before the dot
    final int[] needs; // of which the symbol after the dot needs one around it
    final BitSet conditional = new BitSet(); // the terminals that may stand only inside of a loop or a switch
    final int[] rest; // the least cost of what follows the dot
    final int[][] advanced; // the items with the dot after the next symbol, and after nullable symbols that follow
    final Start[][] starts; // of each symbol
    final BitSet[] predicted; // the nonterminals with which each nonterminal may begin, itself too
    final BitSet[] first; // the terminals with which each symbol may begin
    private final int[] cost; // of each symbol, the least number of characters
    private final int[][] ahead; // [a][b]: the least cost of what follows b within a, if a begins with b

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Production> productions;
    private final Map<String, String> examples;

    /** @param examples the shortest token of each class that is not of names */
    Grammar(String notation, Map<String, String> examples) {
        GrammarNotation read = new GrammarNotation(notation);
        this.examples = examples;
        classes = read.classes;
        List<String> all = new ArrayList<>(read.terminals);
        terminals = all.size();
        all.addAll(read.nonterminals);
        for (String name : all) {
            if (numbers.put(name, names.size()) != null) {
                throw new IllegalArgumentException("the grammar has a rule and a token " + name);
            }
            names.add(name);
        }
        productions = read.productions;
        int items = productions.stream()
                .mapToInt(production -> production.elements().size() + 1)
                .sum();
        next = new int[items];
        owner = new int[items];
        inside = new int[items];
        needs = new int[items];
        rest = new int[items];
        advanced = new int[items][];
        cost = new int[names.size()];
        computeCosts();
        number();
        predicted = new BitSet[names.size()];
        first = new BitSet[names.size()];
        starts = starts();
        advance();
        predict();
        ahead = ahead();
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

    private void computeCosts() {
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
                int sum = sum(production, 0);
                int nonterminal = number(production.nonterminal());
                changed |= sum < cost[nonterminal];
                cost[nonterminal] = Math.min(cost[nonterminal], sum);
            }
        }
    }

    private int sum(Production production, int from) {
        int sum = 0;
        for (Element element :
                production.elements().subList(from, production.elements().size())) {
            sum = Math.min(IMPOSSIBLE, sum + cost[number(element.symbol())]);
        }
        return sum;
    }

    private void number() {
        int item = 0;
        for (Production production : productions) {
            int around = 0;
            for (int dot = 0; dot <= production.elements().size(); dot++, item++) {
                owner[item] = number(production.nonterminal());
                rest[item] = sum(production, dot);
                next[item] = -1;
                if (dot < production.elements().size()) {
                    Element element = production.elements().get(dot);
                    next[item] = number(element.symbol());
                    needs[item] = element.needs();
                    around |= element.inside();
                    conditional.set(next[item], conditional.get(next[item]) || needs[item] != 0);
                }
                inside[item] = around;
            }
        }
    }

    private Start[][] starts() {
        List<List<Start>> found = new ArrayList<>();
        names.forEach(name -> found.add(new ArrayList<>()));
        boolean isStart = true; // the symbols before the dot are nullable
        for (int item = 0; item < next.length; item++) {
            boolean ends = next[item] < 0;
            if (isStart && !ends) {
                found.get(next[item]).add(new Start(owner[item], item));
            }
            isStart = ends || (isStart && isNullable(next[item])); // the next production begins after an end
        }
        return found.stream().map(list -> list.toArray(Start[]::new)).toArray(Start[][]::new);
    }

    private void advance() {
        for (int item = 0; item < next.length; item++) {
            int last = item;
            while (next[last] >= 0 && (last == item || isNullable(next[last]))) {
                last++;
            }
            advanced[item] = IntStream.rangeClosed(item + 1, last).toArray();
        }
    }

    private void predict() {
        for (int symbol = 0; symbol < names.size(); symbol++) {
            predicted[symbol] = new BitSet();
            first[symbol] = new BitSet();
            predicted[symbol].set(symbol, !isTerminal(symbol));
            first[symbol].set(symbol, isTerminal(symbol));
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int symbol = 0; symbol < names.size(); symbol++) {
                for (Start start : starts[symbol]) {
                    changed |= add(first[start.nonterminal], first[symbol]);
                    changed |= add(predicted[start.nonterminal], predicted[symbol]);
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
        for (int symbol = terminals; symbol < names.size(); symbol++) {
            for (Start start : starts[symbol]) {
                int[] of = least[start.nonterminal - terminals];
                of[symbol - terminals] = Math.min(of[symbol - terminals], rest[start.item + 1]);
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
        return classes.containsKey(name) ? examples.getOrDefault(name, "a") : name;
    }

    int cost(int terminal) {
        return cost[terminal];
    }
}
