package charrnn.match;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Vocabulary;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextHistoryTest {
    private static final int VOCABULARY = 30;
    private static final InputEncoding ENCODING = new InputEncoding(VOCABULARY, InputEncoding.MAX_MATCHES, true);

    /** Symbols 1 to 19 are letters, those from 20 on are not. */
    private static final Vocabulary CHARACTERS =
            new Vocabulary(IntStream.concat(IntStream.rangeClosed('a', 's'), IntStream.rangeClosed(0x2190, 0x2199))
                    .boxed()
                    .toList());

    /** What a network reads at each position of a text, [length][activeInputs]. */
    private static int[][] inputs(TextHistory history, int... text) {
        int[][] inputs = new int[text.length][ENCODING.activeInputs()];
        for (int i = 0; i < text.length; i++) {
            history.read(text[i], inputs[i], 0);
        }
        return inputs;
    }

    /** Words of a small language, one after the other, so that a text repeats itself. */
    static int[] text(int length, long seed) {
        Random random = new Random(7);
        int[][] words = IntStream.range(0, 40)
                .mapToObj(i -> random.ints(2 + random.nextInt(9), 1, VOCABULARY).toArray())
                .toArray(int[][]::new);
        SplittableRandom order = new SplittableRandom(seed);
        return IntStream.generate(() -> order.nextInt(words.length))
                .flatMap(word -> Arrays.stream(words[word]))
                .limit(length)
                .toArray();
    }

    private static int[] joined(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }

    /** The positions of an input without any match are the first of each vector. */
    private static int predicted(int[] input, int match) {
        return input[1 + 2 * match] - ENCODING.nothing()[1 + 2 * match];
    }

    private static boolean hasMatch(int[] input, int match) {
        return input[2 + 2 * match] > ENCODING.nothing()[2 + 2 * match];
    }

    @Test
    void aRepeatedTextIsPredictedAfterTheMinimumLength() {
        int[] word = {3, 1, 4, 1, 5, 9, 2, 6, 5, 8};
        int[] text = joined(word, new int[] {7, 7}, word);
        int[][] inputs = inputs(ENCODING.history(CHARACTERS), text);
        for (int match = 0; match < ENCODING.matches(); match++) {
            int minimum = ENCODING.minimumLengths().get(match);
            for (int i = word.length + 1 + minimum; i + 1 < text.length; i++) {
                assertThat(hasMatch(inputs[i], match))
                        .as("match %d at %d", match, i)
                        .isTrue();
                assertThat(predicted(inputs[i], match)).isEqualTo(text[i + 1]);
            }
            for (int i = 0; i <= word.length; i++) {
                assertThat(hasMatch(inputs[i], match))
                        .as("match %d at %d", match, i)
                        .isFalse();
            }
        }
    }

    /** What is predicted did follow the last characters before. */
    @Test
    void predictionsFollowedTheLastCharactersBefore() {
        int[] text = text(3000, 1);
        int[][] inputs = inputs(ENCODING.history(CHARACTERS), text);
        int found = 0;
        for (int match = 0; match < ENCODING.matches(); match++) {
            int minimum = ENCODING.minimumLengths().get(match);
            for (int i = 0; i < text.length; i++) {
                if (hasMatch(inputs[i], match)) {
                    found++;
                    int[] context = Arrays.copyOfRange(text, i + 1 - minimum, i + 2);
                    context[minimum] = predicted(inputs[i], match);
                    int end = i;
                    assertThat(IntStream.rangeClosed(0, end - minimum)
                                    .anyMatch(at -> Arrays.equals(text, at, at + minimum + 1, context, 0, minimum + 1)))
                            .as("match %d at %d", match, i)
                            .isTrue();
                }
            }
        }
        assertThat(found).isGreaterThan(3000);
    }

    /** A match is of the last class where the text since the match is not longer than what matches. */
    @Test
    void aTextThatRepeatsItselfIsRecognized() {
        int[] line = {3, 1, 4, 1, 5, 9, 2, 6};
        int[] text = IntStream.range(0, 40).map(i -> line[i % line.length]).toArray();
        int[][] inputs = inputs(ENCODING.history(CHARACTERS), text);
        int repeating = ENCODING.nothing()[3] - ENCODING.nothing()[2] - 1; // the last class
        for (int i = 0; i < text.length; i++) {
            assertThat(inputs[i][2] - ENCODING.nothing()[2] == repeating)
                    .as("after %d characters", i + 1)
                    .isEqualTo(i + 1 >= 2 * line.length);
        }
        int[] elsewhere = joined(line, IntStream.range(10, 25).toArray(), line);
        for (int[] input : inputs(ENCODING.history(CHARACTERS), elsewhere)) {
            assertThat(input[2] - ENCODING.nothing()[2]).isLessThan(repeating);
        }
    }

    @Test
    void copiesContinueOnTheirOwn() {
        int[] text = text(3007, 1); // ends within a word
        int[] other = text(3000, 2);
        TextHistory history = ENCODING.history(CHARACTERS);
        inputs(history, text);
        TextHistory copy = history.copy();
        inputs(history, other);
        int[][] afterCopy = inputs(copy, other);
        TextHistory fresh = ENCODING.history(CHARACTERS);
        inputs(fresh, text);
        assertThat(afterCopy).isDeepEqualTo(inputs(fresh, other));
    }

    @Test
    void hiddenMatchesLookLikeNone() {
        int[][] inputs = inputs(ENCODING.history(CHARACTERS), text(1000, 1));
        int[] last = inputs[999];
        ENCODING.hide(last, 0, 1);
        for (int match = 0; match < ENCODING.matches(); match++) {
            assertThat(hasMatch(last, match)).isFalse();
            assertThat(predicted(last, match)).isEqualTo(Vocabulary.UNKNOWN);
        }
    }

    @Test
    void aMemoryOfOtherTextsIsSearchedToo() {
        int[] file = text(3000, 5);
        MatchMemory memory = MatchMemory.of(EncodedTexts.ofIndices(file));
        int[] piece = Arrays.copyOfRange(file, 1000, 1100);
        int[][] alone = inputs(ENCODING.history(CHARACTERS), piece);
        int[][] remembered = inputs(ENCODING.history(CHARACTERS, memory), piece);
        for (int i = 20; i < 99; i++) {
            assertThat(predicted(remembered[i], 0)).isEqualTo(piece[i + 1]);
        }
        assertThat(Arrays.stream(alone).filter(input -> hasMatch(input, 0)).count())
                .isLessThan(60);
        // A copy keeps the match in the memory.
        TextHistory history = ENCODING.history(CHARACTERS, memory);
        inputs(history, piece);
        int[] next = Arrays.copyOfRange(file, 1100, 1150);
        assertThat(inputs(history.copy(), next)).isDeepEqualTo(inputs(history, next));
    }

    /** The occurrence that most files have is found, though it is not the last one. */
    @Test
    void aMemoryPredictsTheMostFrequentCharacter() {
        int[] text = new int[80];
        for (int i = 0; i < text.length; i++) {
            int word = i / 8; // abcdefg, then h or, in words 3, 6 and 9, i
            text[i] = i % 8 < 7 ? 1 + i % 8 : word % 3 == 0 && word > 0 ? 9 : 8;
        }
        int[][] inputs = inputs(
                ENCODING.history(CHARACTERS, MatchMemory.of(EncodedTexts.ofIndices(text))),
                IntStream.range(1, 8).toArray());
        assertThat(predicted(inputs[6], 0)).isEqualTo(8);
    }

    @Test
    void noMatchOfAMemoryContinuesIntoTheNextFile() {
        Vocabulary vocabulary = EncodedTexts.vocabulary(29);
        MatchMemory memory = MatchMemory.of(
                EncodedTexts.ofFiles(vocabulary, vocabulary.encode("abcdefgh"), vocabulary.encode("ijklmnop")));
        int[][] inputs = inputs(ENCODING.history(CHARACTERS, memory), vocabulary.encode("abcdefghij"));
        assertThat(predicted(inputs[6], 0)).isEqualTo(vocabulary.indexOf('h'));
        assertThat(hasMatch(inputs[7], 0)).isFalse();
        assertThat(hasMatch(inputs[8], 0)).isFalse();
    }

    /** Symbols below 20 are characters of names here. */
    @Test
    void aTextThatIsWrittenCopiesItsNamesOnly() {
        int[] given = IntStream.range(0, 8).toArray();
        int[] name = {11, 12, 13, 14, 15, 16, 17, 18};
        int[] line = {21, 22, 23, 24, 25, 26, 27, 28};
        int[] written = joined(name, line, new int[] {29}, name, line);
        TextHistory history = ENCODING.history(CHARACTERS);
        inputs(history, given);
        history.beginWriting();
        int[][] inputs = inputs(history, written);
        int second = name.length + line.length + 1; // where the name occurs again
        for (int i = second + 4; i < written.length; i++) {
            boolean inName = i + 1 < second + name.length;
            assertThat(hasMatch(inputs[i], 0)).as("at %d", i).isEqualTo(inName);
        }
        // What was given is copied as before, and so is everything if nothing is written.
        int[][] again = inputs(history.copy(), joined(new int[] {29}, given));
        assertThat(hasMatch(again[6], 0)).isTrue();
        history.clear();
        assertThat(inputs(history, written)).isDeepEqualTo(inputs(ENCODING.history(CHARACTERS), written));
    }

    /**
     * Without this rule a network writes names such as inode_leave_leave_leave. A short run of one character is no repetition: a
     * network that does not see its match goes on with it, as in 0x7480b00000000.
     */
    @ParameterizedTest
    @CsvSource({
        "11 11 11 11 11 11 11 11 11 11 11 11, 5", // from the first character after the longest run
        "11 12 13 14 15 11 12 13 14 15 11 12 13 14 15, 9", // the last five characters and the five before are equal
    })
    void aNameThatIsWrittenDoesNotRepeatItself(String name, int from) {
        int[] symbols =
                Arrays.stream(name.split(" ")).mapToInt(Integer::parseInt).toArray();
        TextHistory history = ENCODING.history(CHARACTERS);
        history.beginWriting();
        int[][] written = inputs(history, symbols);
        int[][] given = inputs(ENCODING.history(CHARACTERS), symbols);
        for (int i = 0; i < symbols.length; i++) {
            assertThat(hasMatch(written[i], 0)).as("at %d", i).isEqualTo(hasMatch(given[i], 0) && i < from);
        }
        assertThat(hasMatch(given[from], 0)).isTrue();
    }
}
