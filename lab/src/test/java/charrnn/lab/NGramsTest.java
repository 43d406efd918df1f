package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Vocabulary;
import charrnn.lab.CompletionResult.LineCompleter;
import charrnn.tools.complete.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NGramsTest {
    private static Function<String, Suggestion> start(LineCompleter completer, String before, String after) {
        return completer.start().apply(new CursorPlace(before, "", after));
    }

    private static Vocabulary vocabulary(int size) {
        List<Integer> characters = "\nabc".chars().boxed().collect(Collectors.toCollection(ArrayList::new));
        for (int i = characters.size() + 1; i < size; i++) {
            characters.add(0x4E00 + i);
        }
        return new Vocabulary(characters);
    }

    /** The likeliest character after the longest context that occurs, found by scanning the texts. */
    private static int expected(Vocabulary vocabulary, List<String> texts, String known, int order) {
        for (int length = Math.min(order, known.length()); length >= 0; length--) {
            String context = known.substring(known.length() - length);
            Map<Integer, Integer> counts = new HashMap<>();
            for (String text : texts) {
                // An n-gram is counted where all order + 1 characters from its first one are in the text.
                for (int at = 0; at + order < text.length(); at++) {
                    if (text.startsWith(context, at)) {
                        counts.merge(vocabulary.indexOf(text.charAt(at + length)), 1, Integer::sum);
                    }
                }
            }
            if (!counts.isEmpty()) {
                return counts.entrySet().stream()
                        .max(Map.Entry.<Integer, Integer>comparingByValue()
                                .thenComparing(Map.Entry.<Integer, Integer>comparingByKey()
                                        .reversed()))
                        .orElseThrow()
                        .getKey();
            }
        }
        throw new AssertionError();
    }

    /** Vocabularies with one bit per symbol more or less have shorter or longer contexts. */
    @ParameterizedTest
    @ValueSource(ints = {5, 98, 128, 129, 300})
    void nGramsAgreeWithAScanOfTheTexts(int size) {
        Vocabulary vocabulary = vocabulary(size);
        int bits = 32 - Integer.numberOfLeadingZeros(size - 1);
        int order = 63 / bits - 1;
        Random random = new Random(size);
        for (int trial = 0; trial < 20; trial++) {
            List<String> texts = List.of(text(random, 300), text(random, 80), text(random, 80));
            String before = texts.get(1);
            String typed = text(random, random.nextInt(4)).replace("\n", "a");
            LineCompleter nGrams = NGrams.completer(EncodedTexts.of(vocabulary, texts.get(0)), vocabulary);
            String suggestion = start(nGrams, before, texts.get(2)).apply(typed).text();
            StringBuilder known = new StringBuilder(before + typed);
            for (int i = 0; i < 200; i++) {
                int next = vocabulary.codePoint(expected(vocabulary, texts, known.toString(), order));
                if (next == '\n') {
                    break;
                }
                known.appendCodePoint(next);
            }
            assertThat(suggestion).isEqualTo(known.substring(before.length() + typed.length()));
        }
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("abcab\n".charAt(random.nextInt(6)));
        }
        return text.toString();
    }

    @Test
    void symbolWithTheHighestIndexIsFound() {
        Vocabulary vocabulary = vocabulary(128);
        String last = Character.toString(vocabulary.codePoint(127));
        LineCompleter nGrams = NGrams.completer(EncodedTexts.of(vocabulary, last.repeat(40)), vocabulary);
        Suggestion suggestion = start(nGrams, last.repeat(9), "").apply("");
        assertThat(suggestion.text()).isEqualTo(last.repeat(200));
        assertThat(suggestion.logProbability()).isZero();
    }

    /** After "a" follow "b" three times of four and "c" once; after "b" always a line feed. */
    @Test
    void theConfidenceIsTheShareOfWhatFollowed() {
        Vocabulary vocabulary = vocabulary(98);
        String project = "ab\nab\nab\nac\n".repeat(5);
        LineCompleter nGrams = NGrams.completer(EncodedTexts.of(vocabulary, project), vocabulary);
        Suggestion suggestion = start(nGrams, "cccccccca", "").apply("");
        assertThat(suggestion.text()).isEqualTo("b");
        assertThat(suggestion.logProbability())
                .isCloseTo(Math.log(0.75), within(0.05)); // the project's end has no n-grams
    }
}
