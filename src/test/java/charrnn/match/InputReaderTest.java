package charrnn.match;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.corpus.EncodedText;
import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class InputReaderTest {
    private static final int[] FILES = {1500, 1, 700, 2600};
    private static final int LENGTH = Arrays.stream(FILES).sum();
    private static final int[] SYMBOLS = TextHistoryTest.text(LENGTH, 4);
    private static final Vocabulary VOCABULARY = EncodedTexts.vocabulary(29);
    private static final InputEncoding ENCODING = new InputEncoding(30, InputEncoding.MAX_MATCHES, true);

    /** Four files, whose characters from 'a' on are the symbols from 1 on. */
    private static EncodedText text() {
        int[][] files = new int[FILES.length][];
        for (int file = 0, from = 0; file < FILES.length; from += FILES[file], file++) {
            files[file] = Arrays.copyOfRange(SYMBOLS, from, from + FILES[file]);
        }
        return EncodedTexts.ofFiles(VOCABULARY, files);
    }

    private static int[] expected() {
        return expected(file -> ENCODING.history(VOCABULARY));
    }

    /** @param histories the history of each file, by its number */
    private static int[] expected(IntFunction<TextHistory> histories) {
        int[] inputs = new int[LENGTH * ENCODING.activeInputs()];
        int position = 0;
        for (int file = 0; file < FILES.length; file++) {
            TextHistory history = histories.apply(file);
            for (int i = 0; i < FILES[file]; i++, position++) {
                history.read(SYMBOLS[position], inputs, position * ENCODING.activeInputs());
            }
        }
        return inputs;
    }

    /** Files 0 and 2 are the memory of files 1 and 3. */
    @Test
    void everyOtherFileIsReadWithTheMemoryOfTheRemainingOnes() {
        MatchMemory memory = MatchMemory.ofEveryOtherFile(text());
        assertThat(new InputReader(text(), ENCODING, Optional.of(memory)).read(0, LENGTH))
                .isEqualTo(expected(
                        file -> file % 2 == 0 ? ENCODING.history(VOCABULARY) : ENCODING.history(VOCABULARY, memory)))
                .isNotEqualTo(expected());
    }

    /** Each file has its own history. Windows that continue each other, that go back, and that begin within a file, at its beginning or at its end. */
    @Test
    void anyWindowsEqualTheWhole() {
        int[] expected = expected();
        InputReader reader = new InputReader(text(), ENCODING);
        SplittableRandom random = new SplittableRandom(1);
        int from = 0;
        for (int i = 0; i < 300; i++) {
            int count = random.nextInt(Math.min(300, LENGTH - from + 1));
            assertThat(reader.read(from, count))
                    .as("[%d, %d)", from, from + count)
                    .isEqualTo(Arrays.copyOfRange(
                            expected, from * ENCODING.activeInputs(), (from + count) * ENCODING.activeInputs()));
            from += count;
            if (random.nextInt(3) == 0 || from == LENGTH) {
                from = List.of(0, 1499, 1500, 1501, 2201, random.nextInt(LENGTH))
                        .get(random.nextInt(6));
            }
        }
    }

    @Test
    void paddingIsUnknownCharactersWithoutPredictions() {
        int active = ENCODING.activeInputs();
        int[] padded = new InputReader(text(), ENCODING).read(1000, 3, 5);
        assertThat(Arrays.copyOf(padded, 3 * active))
                .isEqualTo(Arrays.copyOfRange(expected(), 1000 * active, 1003 * active));
        int[] blank = ENCODING.nothing();
        assertThat(Arrays.copyOfRange(padded, 3 * active, 4 * active)).isEqualTo(blank);
        assertThat(Arrays.copyOfRange(padded, 4 * active, 5 * active)).isEqualTo(blank);
    }

    /** The history begins again at multiples of its capacity, wherever a window begins. */
    @Test
    void aFileLongerThanTheCapacityIsReadFromAnyPosition() {
        int length = TextHistory.CAPACITY + 3000;
        EncodedText text = EncodedTexts.ofFiles(VOCABULARY, TextHistoryTest.text(length, 8));
        int from = TextHistory.CAPACITY - 1000;
        int[] whole = new InputReader(text, ENCODING).read(0, length);
        int[] expected = Arrays.copyOfRange(whole, from * ENCODING.activeInputs(), whole.length);
        assertThat(new InputReader(text, ENCODING).read(from, length - from)).isEqualTo(expected);
        assertThat(new InputReader(text, ENCODING).read(from + 2000, 1000))
                .isEqualTo(
                        Arrays.copyOfRange(expected, 2000 * ENCODING.activeInputs(), 3000 * ENCODING.activeInputs()));
    }
}
