package charrnn.grammar;

import charrnn.grammar.Grammar.Dotted;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of an Earley recognizer (Earley 1970, "An efficient context-free parsing algorithm") after some tokens: the items that
 * agree with them, each with the set at which its production began. Items with the dot at the beginning are not stored, but
 * follow from the nonterminals that are predicted.
 *
 * <p>Immutable seen from outside, so all continuations of a text share their sets. What follows a set is computed once; not
 * thread-safe.
 */
final class ItemSet {
    private record Item(Dotted rule, ItemSet origin) {}

    private final Grammar grammar;
    private final List<Item> items; // with a symbol before the dot
    private final Map<Integer, List<Item>> waiting = new HashMap<>(); // by the symbol after the dot
    private final BitSet predicted = new BitSet(); // nonterminals
    private final BitSet terminals = new BitSet(); // those that may come next; some only inside of other nonterminals
    private final Map<BitSet, ItemSet> following = new HashMap<>();
    private final Map<Integer, Integer> costsAfter = new HashMap<>(); // by nonterminal
    private final Map<Integer, BitSet> surroundings = new HashMap<>(); // likewise
    private final int start;
    private final boolean isComplete;
    private boolean isExact; // the terminals that lack what must be around them are removed
    private int cost = -1;

    /** The set before any token of a text. */
    ItemSet(Grammar grammar, String start) {
        this(grammar, grammar.number(start), List.of(), grammar.cost(grammar.number(start)) == 0);
        predicted.or(grammar.predicted.get(this.start));
        terminals.or(grammar.first.get(this.start));
    }

    private ItemSet(Grammar grammar, int start, List<Item> items, boolean isComplete) {
        this.grammar = grammar;
        this.start = start;
        this.items = items;
        this.isComplete = isComplete;
        for (Item item : items) {
            int symbol = item.rule.next();
            if (symbol >= 0) {
                waiting.computeIfAbsent(symbol, key -> new ArrayList<>()).add(item);
                predicted.or(grammar.predicted.get(symbol));
                terminals.or(grammar.first.get(symbol));
            }
        }
    }

    BitSet terminals() {
        if (!isExact) {
            isExact = true;
            for (int terminal : grammar.conditional.stream().toArray()) {
                BitSet one = new BitSet();
                one.set(terminal);
                terminals.set(terminal, after(one) != null);
            }
        }
        return terminals;
    }

    /** Whether the tokens so far are a text of the grammar. */
    boolean isComplete() {
        return isComplete;
    }

    /** The set after a token of some classes; null if none of them may come next. */
    @Nullable
    ItemSet after(BitSet classes) {
        BitSet possible = (BitSet) classes.clone();
        possible.and(terminals);
        return possible.isEmpty() ? null : following.computeIfAbsent(possible, this::compute);
    }

    private @Nullable ItemSet compute(BitSet classes) {
        List<Item> found = new ArrayList<>();
        Set<Item> known = new HashSet<>();
        classes.stream().forEach(terminal -> shift(terminal, this, found, known));
        boolean complete = false;
        for (int i = 0; i < found.size(); i++) {
            Item item = found.get(i);
            if (item.rule.next() < 0) {
                int nonterminal = item.rule.nonterminal();
                complete |= nonterminal == start && item.origin.items.isEmpty();
                shift(nonterminal, item.origin, found, known);
            }
        }
        if (found.isEmpty()) {
            return null;
        }
        ItemSet set = new ItemSet(grammar, start, found, complete);
        set.cost(); // so that the recursion is never deep
        return set;
    }

    /** Adds the items of a set after a symbol. */
    private void shift(int symbol, ItemSet set, List<Item> found, Set<Item> known) {
        for (Item item : set.waiting.getOrDefault(symbol, List.of())) {
            add(item.rule.advanced(), item.origin, found, known);
        }
        for (Dotted begun : grammar.starts.get(symbol)) {
            BitSet places = grammar.places.get(begun.nonterminal());
            if (set.predicted.get(begun.nonterminal())
                    && (places == null || set.surroundings(begun.nonterminal()).intersects(places))) {
                add(begun.advanced(), set, found, known);
            }
        }
    }

    private static void add(Dotted[] rules, ItemSet origin, List<Item> found, Set<Item> known) {
        for (Dotted rule : rules) {
            Item item = new Item(rule, origin);
            if (known.add(item)) {
                found.add(item);
            }
        }
    }

    /** The nonterminals around one that begins at this set. */
    private BitSet surroundings(int nonterminal) {
        return surroundings.computeIfAbsent(nonterminal, key -> {
            BitSet found = new BitSet();
            for (Item item : items) {
                int symbol = item.rule.next();
                if (symbol >= 0 && grammar.predicted.get(symbol).get(nonterminal)) {
                    found.set(symbol);
                    found.or(item.origin.surroundings(item.rule.nonterminal()));
                }
            }
            return found;
        });
    }

    /** The least number of characters that complete the text. */
    int cost() {
        if (cost < 0) {
            cost = items.isEmpty() ? grammar.cost(start) : Grammar.IMPOSSIBLE;
            for (Item item : items) {
                int rest = item.rule.rest();
                if (rest < cost) {
                    cost = Math.min(cost, rest + item.origin.costAfter(item.rule.nonterminal()));
                }
            }
        }
        return cost;
    }

    /** The least cost of what follows a nonterminal that began at this set. */
    private int costAfter(int nonterminal) {
        return costsAfter.computeIfAbsent(nonterminal, key -> {
            int least = items.isEmpty() ? grammar.costAfter(nonterminal, start) : Grammar.IMPOSSIBLE;
            for (Item item : items) {
                int symbol = item.rule.next();
                if (symbol >= 0 && !grammar.isTerminal(symbol)) {
                    int own = grammar.costAfter(nonterminal, symbol) + item.rule.restAfterNext();
                    if (own < least) {
                        least = Math.min(least, own + item.origin.costAfter(item.rule.nonterminal()));
                    }
                }
            }
            return least;
        });
    }
}
