package charrnn.tools.complete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Vocabulary;
import charrnn.match.MatchMemory;
import charrnn.model.CopyingNetwork;
import charrnn.model.LanguageModel;
import charrnn.model.StreamingNetwork;
import charrnn.sample.FakeLanguageModel;
import charrnn.tools.complete.Completer.Completion;
import charrnn.tools.complete.Completer.Request;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompleterTest {
    private static final Vocabulary VOCABULARY =
            EncodedTexts.vocabulary("\t\n _abcdefghijklmnopqrstuvwxyz()[]{};=+-.,0123456789");
    private static final StreamingNetwork NETWORK = CopyingNetwork.of(VOCABULARY);
    private static final String PROJECT = "static int zebra_count(struct zebra *herd)\n"
            + "{\n"
            + "\treturn herd.count;\n"
            + "}\n\n"
            + "static int zebra_feed(struct zebra *herd)\n"
            + "{\n"
            + "\tzebra_eat(herd, grass, 12);\n"
            + "\treturn zebra_count(herd);\n"
            + "}\n\n";

    private final Completer completer = completer();

    private static Completer completer() {
        LanguageModel network = LanguageModel.onOneThread(NETWORK, VOCABULARY);
        network.useMemory(() -> MatchMemory.of(EncodedTexts.of(VOCABULARY, PROJECT)));
        return new Completer(network);
    }

    private static Request request(String prefix, String suffix, String... pieces) {
        return new Request(prefix, suffix, List.of(pieces), 80, List.of(), 0, 10_000, 0, 0);
    }

    private static String complete(Completer completer, String prefix) {
        return complete(completer, request(prefix, ""));
    }

    private static String complete(Completer completer, Request request) {
        return completer.complete(request, () -> false).suggestion().text();
    }

    @Test
    void aLineOfTheProjectIsCompleted() {
        Completion completion = completer.complete(request("{\n\tzebra_eat(", "\n}\n"), () -> false);
        assertThat(completion.suggestion().text().lines().findFirst()).hasValue("herd, grass, 12);");
        assertThat(completion.stopped()).isTrue();
        assertThat(complete(completer, "{\n\tzebra_eat(")).startsWith("herd, grass, 12);\n\treturn zebra_count(herd);");
    }

    /** An editor sends more pieces as files are visited. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void newPiecesAreUsedWithATextThatIsKept(int functions) {
        String text = PROJECT.repeat(functions) + "{\n\tquokka_";
        Request request = request(text, "", "quokka_jump(over, fence);\n".repeat(30));
        String without = complete(completer, text);
        assertThat(complete(completer, request)).isNotEqualTo(without).isEqualTo(complete(completer(), request));
        assertThat(completer.complete(request, () -> false).read()).isZero();
    }

    /** A typist appends, deletes and goes back into the text. Each answer is that of a completer which reads it at once. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatWasReadBeforeDoesNotChangeTheCompletion(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(PROJECT.repeat(4));
        for (int edit = 0; edit < 12; edit++) {
            switch (random.nextInt(4)) {
                case 0 -> text.setLength(text.length() - random.nextInt(1, 90));
                case 1 -> text.setCharAt(random.nextInt(text.length() / 2, text.length()), 'q');
                default -> text.append("zebra_eat(herd, 12);\n\t", 0, random.nextInt(1, 20));
            }
            assertThat(complete(completer, text.toString())).isEqualTo(complete(completer(), text.toString()));
        }
    }

    @Test
    void onlyWhatIsNewIsReadByTheNetwork() {
        String text = PROJECT.repeat(30);
        assertThat(read(text)).isEqualTo(PrefixState.NETWORK_CHARS);
        assertThat(read(text + "zeb")).isEqualTo(3);
        assertThat(read(text + "zebra_")).isEqualTo(3);
        assertThat(read(text + "zebra_")).isZero();
        assertThat(read(text + "ze")).isBetween(0, 64);
        // An editor sends the last lines only, so the first ones are dropped.
        assertThat(read((text + "ze").substring(PROJECT.length()) + "bra")).isEqualTo(3);
        assertThat(read("int other;\n")).isEqualTo(11);
        assertThat(read(text + "zebra")).isZero();
    }

    private int read(String prefix) {
        return completer
                .complete(request(prefix, "").withMaxChars(0), () -> false)
                .read();
    }

    /** A score completes at unrelated places: nothing of a place may be known at the next. */
    @Test
    void theTextAfterTheCursorIsUsedUntilItIsForgotten() {
        Request alone = request(PROJECT.repeat(3) + "\tquo", "\n");
        Request named = request(PROJECT.repeat(3) + "\tquo", "\n" + "\tquokka_jump(herd);\n".repeat(20));
        String first = complete(completer, alone);
        assertThat(first).doesNotStartWith("kka");
        for (int i = 0; i < 10; i++) {
            completer.forget();
            assertThat(complete(completer, named)).startsWith("kka_jump(herd);");
            completer.forget();
            assertThat(complete(completer, alone)).isEqualTo(first);
        }
    }

    /** The rest of the cursor's line follows the completion already. */
    @ParameterizedTest
    @ValueSource(strings = {";", ");", " 12);", "grass, 12);"})
    void theRestOfTheLineIsNotRepeated(String rest) {
        String line = "herd, grass, 12);";
        assertThat(complete(completer, request("{\n\tzebra_eat(", rest + "\n\treturn zebra_count(herd);\n}\n")))
                .isEqualTo(line.substring(0, line.length() - rest.length()));
    }

    /** An editor sends pieces of other files ahead, while no text is typed. */
    @Test
    void piecesAloneDoNotReplaceATextThatIsKept() {
        read(PROJECT);
        for (int i = 0; i < 20; i++) {
            Request pieces = request("", "", "int piece" + i + ";\n").withMaxChars(0);
            assertThat(completer.complete(pieces, () -> false).read()).isZero();
        }
        assertThat(read(PROJECT + "z")).isEqualTo(1);
    }

    /** Another file begins alike, and has few characters so far. */
    @Test
    void aShortTextIsNotTakenForAPlaceInAnother() {
        complete(completer, PROJECT.repeat(10));
        for (String prefix : List.of("s", "static int zebra_", PROJECT.substring(20, 60))) {
            assertThat(complete(completer, prefix)).isEqualTo(complete(completer(), prefix));
        }
    }

    /** A file is typed for an hour: the lines that the editor no longer sends are forgotten in the end. */
    @Test
    void aKeptTextIsBounded() {
        Random random = new Random(6);
        StringBuilder file = new StringBuilder();
        for (int line = 0; line < 1200; line++) {
            file.append("\tzebra_" + random.nextInt(1000) + " = " + line + ";\n");
        }
        int most = 0;
        for (int at = 2000; at < file.length(); at += 300) {
            Request request = request(file.substring(at - 2000, at), "").withMaxChars(0);
            Completion completion = completer.complete(request, () -> false);
            most = Math.max(most, completion.kept() + completion.read());
        }
        assertThat(file.length()).isGreaterThan(20_000);
        assertThat(most).isBetween(3000, 18_500);
    }

    @Test
    void piecesAndSuffixOfAnyLengthAreRead() {
        String piece = "quokka_jump(over, fence);\n".repeat(3000);
        assertThat(complete(completer, request("{\n\tquokka_", piece, piece, piece + 1, piece + 2)))
                .isEqualTo("jump(over, fence);");
    }

    @Test
    void aTextWhoseReadingWasCancelledIsReadOn() {
        String text = PROJECT.repeat(6);
        int[] asked = {0};
        // After 48 characters.
        assertThat(completer
                        .complete(request(text, ""), () -> ++asked[0] > 3)
                        .suggestion()
                        .text())
                .isEmpty();
        assertThat(complete(completer, text)).isEqualTo(complete(completer(), text));
    }

    @Test
    void aCancelledCompletionEnds() {
        int[] asked = {0};
        Completion completion =
                completer.complete(request("{\n\tzebra_eat(", ""), () -> ++asked[0] > 1 + 5); // once after reading
        assertThat(completion.suggestion().text()).isEqualTo("herd,");
        assertThat(completion.stopped()).isFalse();
    }

    /** A line begins with a, b, c or d, of probability 0.5, 0.2, 0.02 and 0.009, or an unknown symbol; a semicolon ends it. */
    private static final double[][] AFTER = {
        {},
        {0.271, 0, 0, 0.5, 0.2, 0.02, 0.009}, // a line feed
        {0, 1, 0, 0, 0, 0, 0}, // a semicolon
        {0, 0, 1, 0, 0, 0, 0} // a letter
    };

    private static Suggestion line(long millis, int alternative) {
        Request request = new Request("a;\n", "", List.of(), 6, List.of(), 0, millis, alternative, 0);
        LanguageModel lines = new FakeLanguageModel("\n;abcd", last -> AFTER[Math.min(last, 3)]);
        return new Completer(lines).complete(request, () -> false).suggestion();
    }

    @Test
    void theProbabilityIsThatOfTheCharacters() {
        assertThat(line(0, 0).text()).isEqualTo("a;");
        assertThat(line(0, 0).logProbability()).isCloseTo(Math.log(0.5), within(1e-6));
    }

    /** Later characters are the likeliest ones, also those at the beginning of a line. A bar stands for a line feed. */
    @ParameterizedTest
    @CsvSource({"0, a;|a;", "1, b;|a;", "2, c;|a;", "3, ''", "4, ''"})
    void anAlternativeBeginsWithALessLikelyCharacterOfAtLeastOnePercent(int alternative, String expected) {
        assertThat(line(10_000, alternative).text()).isEqualTo(expected.replace('|', '\n'));
    }

    /** The generation ends early where the text becomes unsure, but what is left of it is the same. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aMinimumOfConfidenceCutsTheCompletion(long seed) {
        Random random = new Random(seed);
        String symbols = "\n ;(),abcxyz\"";
        double[][] after = Stream.generate(() -> distribution(random, symbols.length() + 1))
                .limit(symbols.length() + 1)
                .toArray(double[][]::new);
        Completer unsure = new Completer(new FakeLanguageModel(symbols, last -> after[last]));
        for (String suffix : List.of("", ");", ";", "\n\ta(x);\n", "\n\n")) {
            Suggestion whole = suggestion(unsure, suffix, 0);
            for (double confidence = 1; confidence > 1e-9; confidence *= 0.7) {
                Suggestion cut = suggestion(unsure, suffix, confidence);
                assertThat(cut.text())
                        .as("%s of %s", confidence, whole.text())
                        .isEqualTo(whole.atLeast(confidence).text());
                assertThat(cut.logProbability()).isBetween(Suggestion.minimumOfLine(confidence), 0.0);
            }
        }
    }

    private static double[] distribution(Random random, int size) {
        double[] shares = random.doubles(size).map(share -> Math.pow(share, 12)).toArray();
        double sum = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share / sum).toArray();
    }

    private static Suggestion suggestion(Completer completer, String suffix, double confidence) {
        Request request = new Request("a;\n", suffix, List.of(), 60, List.of(), 0, 10_000, 0, confidence);
        return completer.complete(request, () -> false).suggestion();
    }
}
