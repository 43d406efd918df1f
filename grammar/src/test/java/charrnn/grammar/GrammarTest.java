package charrnn.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import charrnn.grammar.GrammarNotation.Production;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {
    private static final int LONGEST = 6;

    private static Grammar grammar(String rules) {
        return new Grammar(notation(rules));
    }

    private static String notation(String rules) {
        return rules.replaceAll("; *", "\n");
    }

    private static @Nullable ItemSet read(Grammar grammar, String tokens) {
        ItemSet column = new ItemSet(grammar, "s");
        for (int i = 0; i < tokens.length() && column != null; i++) {
            BitSet classes = new BitSet();
            classes.set(grammar.number(tokens.substring(i, i + 1)));
            column = column.after(classes);
        }
        return column;
    }

    /** All texts of up to {@link #LONGEST} tokens that leftmost derivations give. */
    private static Set<String> derived(GrammarNotation grammar) {
        Set<List<String>> known = new HashSet<>();
        Set<String> texts = new HashSet<>();
        derive(grammar, List.of("s"), known, texts);
        return texts;
    }

    private static void derive(GrammarNotation grammar, List<String> form, Set<List<String>> known, Set<String> texts) {
        long tokens = form.stream().filter(grammar.terminals::contains).count();
        if (tokens > LONGEST || form.size() > LONGEST + 4 || !known.add(form)) {
            return;
        }
        int at = 0;
        while (at < form.size() && grammar.terminals.contains(form.get(at))) {
            at++;
        }
        if (at == form.size()) {
            texts.add(String.join("", form));
            return;
        }
        for (Production production : grammar.productions) {
            if (production.nonterminal().equals(form.get(at))) {
                List<String> replaced = new ArrayList<>(form.subList(0, at));
                replaced.addAll(production.symbols());
                replaced.addAll(form.subList(at + 1, form.size()));
                derive(grammar, replaced, known, texts);
            }
        }
    }

    /** The recognizer accepts a text if and only if derivations give it, and allows what some text goes on with. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "s: 'a' s 'b' | 'a'?",
                "s: s 'c' | 'a';",
                "s: x y? x*; x: 'a' | '(' s ')'; y: 'b'+",
                "s: x x; x: 'a'? y; y: ('b' | 'c')*",
                "s: s s | 'a' | '(' ')'",
                "s: x 'a' | 'b' x; x: s? 'c'",
            })
    void recognizesWhatTheRulesDerive(String rules) {
        Grammar grammar = grammar(rules);
        Set<String> derived = derived(new GrammarNotation(notation(rules)));
        List<String> tokens = grammar.names.subList(0, grammar.terminals);
        Set<String> texts = new HashSet<>(Set.of(""));
        for (int length = 0; length <= 4; length++) {
            Set<String> longer = new HashSet<>();
            for (String text : texts) {
                ItemSet column = read(grammar, text);
                boolean isBeginning = derived.stream().anyMatch(whole -> whole.startsWith(text));
                assertThat(column != null || !isBeginning).as(text).isTrue();
                assertThat(column != null && column.isComplete()).as(text).isEqualTo(derived.contains(text));
                for (String token : tokens) {
                    boolean goesOn = derived.stream().anyMatch(whole -> whole.startsWith(text + token));
                    boolean isAllowed = column != null && column.terminals().get(grammar.number(token));
                    assertThat(isAllowed || !goesOn).as(text + token).isTrue();
                    longer.add(text + token);
                }
                if (column != null) {
                    int least = derived.stream()
                            .filter(whole -> whole.startsWith(text))
                            .mapToInt(whole -> cost(grammar, whole.substring(text.length())))
                            .min()
                            .orElse(Grammar.IMPOSSIBLE);
                    assertThat(Math.min(least, column.cost())).as(text).isEqualTo(column.cost());
                }
            }
            texts = longer;
        }
    }

    private static int cost(Grammar grammar, String tokens) {
        return tokens.chars()
                .map(token -> grammar.cost(grammar.number(Character.toString(token))))
                .sum();
    }

    @ParameterizedTest
    @CsvSource({"b, false", "lb, true", "wb, true", "lnb, true", "(lb), true", "l(b), true", "lc, true", "wc, false"})
    void someRulesStandOnlyInsideOfOthers(String text, boolean accepted) {
        Grammar grammar = grammar("s: 'l' looped | 'w' switched | 'n' s | '(' s ')' | broken | continued | 'x';"
                + "looped: s; switched: s; broken in looped switched: 'b'; continued in looped: 'c'");
        ItemSet column = read(grammar, text);
        assertThat(column != null && column.isComplete()).isEqualTo(accepted);
        assertThat(read(grammar, "n").terminals().get(grammar.number("b"))).isFalse();
        assertThat(read(grammar, "ln").terminals().get(grammar.number("b"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        s: 'a' ) | the rule s has a ) without its (
        s: t | the grammar uses t, which it does not define
        s: 's' | the grammar has a rule and a token s
        """)
    void mistakesInAGrammarAreNamed(String rules, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> grammar(rules)).withMessage(message);
    }

    @Test
    void deepNestingNeedsNoDeepRecursion() {
        Grammar grammar = grammar("s: '(' s ')' | 'a'");
        ItemSet column = read(grammar, "(".repeat(100_000));
        assertThat(column.cost()).isEqualTo(100_000 + grammar.cost(grammar.number("a")));
    }
}
