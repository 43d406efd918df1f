package charrnn.tools.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.corpus.Vocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SymbolHistoryTest {
    private static final Pattern LAST_WORDS = Pattern.compile("(\\w*?)\\W*(\\w*)$");

    /** A vocabulary of digits, punctuation, letters and more. */
    static Vocabulary vocabulary(int symbols) {
        return new Vocabulary(IntStream.range('0', '0' + symbols - 1).boxed().toList());
    }

    @Test
    void contextHashesAreEqualOnlyForEqualContexts() {
        Vocabulary vocabulary = new Vocabulary(" ;_a".codePoints().boxed().toList());
        List<Integer> text = new Random(4).ints(4000, 1, 5).boxed().toList();
        SymbolHistory history = new SymbolHistory(vocabulary, text.size());
        Map<List<Object>, Long> known = new HashMap<>();
        for (int i = 0; i < text.size(); i++) {
            history.add(text.get(i));
            for (int c = 0; c < SymbolHistory.CONTEXTS; c++) {
                List<Object> context = context(c, text.subList(Math.max(0, i - 63), i + 1), vocabulary);
                known.putIfAbsent(context, history.contexts()[c]);
                assertThat(history.contexts()[c]).as("%s", context).isEqualTo(known.get(context));
            }
        }
        assertThat(new HashSet<>(known.values())).hasSize(known.size());
    }

    private static List<Object> context(int number, List<Integer> text, Vocabulary vocabulary) {
        List<Object> context = new ArrayList<>(List.of(number));
        if (number < SymbolHistory.ORDERS.length) {
            context.addAll(text.subList(Math.max(0, text.size() - SymbolHistory.ORDERS[number]), text.size()));
            return context;
        }
        Matcher words = LAST_WORDS.matcher(
                vocabulary.decode(text.stream().mapToInt(symbol -> symbol).toArray()));
        assertThat(words.find()).isTrue();
        context.add(words.group(2));
        if (number > SymbolHistory.ORDERS.length) {
            context.add(words.group(1));
        }
        return context;
    }

    @Test
    void wordLengthIsLimited() {
        Vocabulary vocabulary = vocabulary(70);
        SymbolHistory history = new SymbolHistory(vocabulary, 10);
        assertThat(history.wordLength(3)).isZero();
        history.add(vocabulary.encode("9;a_"));
        assertThat(history.wordLength(3)).isEqualTo(2);
        assertThat(history.wordLength(1)).isOne();
        history.add(vocabulary.encode(";"));
        assertThat(history.wordLength(3)).isZero();
    }
}
