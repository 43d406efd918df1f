package charrnn.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.corpus.FixedWidthText.Range;
import charrnn.corpus.FixedWidthText.Writer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodedTextTest {
    private static final int BLOCK = FixedWidthText.BLOCK;

    @Test
    void theFirstCharactersAreATextOfTheirOwn(@TempDir Path folder) throws IOException {
        Texts.write(folder, "a.c", Texts.lines(1, 40));
        Texts.write(folder, "b.c", Texts.lines(2, 40));
        EncodedText whole = Texts.load(TestConfig.of(folder).shares(0, 0)).train();
        for (long length : new long[] {1, whole.endOf(0), whole.endOf(0) + 7, whole.length(), whole.length() + 1}) {
            EncodedText first = whole.first(length);
            int chars = (int) Math.min(length, whole.length());
            assertThat(first.length()).isEqualTo(chars);
            assertThat(first.read(0, chars)).isEqualTo(whole.read(0, chars));
            assertThat(Arrays.stream(first.counts()).sum()).isEqualTo(chars);
            assertThat(first.files()).isEqualTo(length <= whole.endOf(0) ? 1 : 2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 97",
        "1, 97",
        "65535, 97",
        "65536, 97",
        "65537, 97",
        "200000, 97",
        "200000, 256",
        "200000, 300",
        "200000, 65536",
        "200000, 1114112"
    })
    void writtenCodePointsAreReadBack(int length, int limit) {
        int[] codePoints = new Random(length).ints(length, 0, limit).toArray();
        assertThat(all(written(codePoints), length)).isEqualTo(codePoints);
    }

    @Test
    void aRareWideCharacterWidensItsBlockAlone() {
        int[] codePoints = new Random(1).ints(3 * BLOCK, 0, 256).toArray();
        codePoints[70] = 256;
        codePoints[3 * BLOCK - 1] = 0x1F600;
        FixedWidthText text = written(codePoints);
        assertThat(all(text, codePoints.length)).isEqualTo(codePoints);
        assertThat(text.blocks()).extracting(ByteBuffer::limit).containsExactly(2 * BLOCK, BLOCK, 4 * BLOCK);
    }

    @Test
    void piecesAreReadAsVocabularyIndices() {
        int[] codePoints = IntStream.concat(
                        new Random(1).ints(BLOCK, 'a', 'z' + 1), new Random(1).ints(BLOCK, 0x430, 0x450))
                .toArray();
        FixedWidthText text = written(codePoints);
        Vocabulary vocabulary = new Vocabulary(List.of((int) 'a', (int) 'x', 0x431, 0x44F));
        EncodedText encoded = new EncodedText(
                text,
                List.of(new Range(BLOCK - 90, 100), new Range(10, 1), new Range(BLOCK + 100, 89)),
                vocabulary,
                new CharCounts());
        int[] expected = IntStream.concat(
                        IntStream.concat(IntStream.range(BLOCK - 90, BLOCK + 10), IntStream.of(10)),
                        IntStream.range(BLOCK + 100, BLOCK + 189))
                .map(i -> vocabulary.indexOf(codePoints[i]))
                .toArray();
        assertThat(encoded.length()).isEqualTo(190);
        assertThat(encoded.read(0, 190)).contains(0, 1, 2, 3, 4);
        for (int from = 0; from < 190; from++) {
            for (int count = 0; from + count <= 190; count += 13) {
                assertThat(encoded.read(from, count)).isEqualTo(Arrays.copyOfRange(expected, from, from + count));
            }
        }
        assertThatThrownBy(() -> encoded.read(180, 11)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> encoded.read(190, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> encoded.read(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** Of 1, 2, 3 and 4 bytes, so that some lie across the reader's buffers. */
    @Test
    void everyCharacterSurvivesReading() throws IOException {
        int[] from = {' ', 0xA1, 0x4E00, 0x1F600};
        int[] codePoints = new Random(7)
                .ints(200_000, 0, 240)
                .map(number -> from[number / 60] + number % 60)
                .toArray();
        String text = new String(codePoints, 0, codePoints.length);
        ByteArrayInputStream bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        Writer writer = new Writer();
        TextFile file = new TextReader(writer).read("a.c", bytes, Long.MAX_VALUE);
        assertThat(file.chars()).isEqualTo(200_000);
        assertThat(all(writer.text(), codePoints.length)).isEqualTo(codePoints);
    }

    /** A text of 5 · 2^30 characters whose blocks are two buffers in turn. */
    @Test
    void positionsBeyondAnIntAreFound() {
        ByteBuffer even = ByteBuffer.allocate(BLOCK).put(BLOCK - 1, (byte) 1);
        ByteBuffer odd = ByteBuffer.allocate(2 * BLOCK).putChar(0, (char) 300);
        long length = 5L << 30;
        List<ByteBuffer> blocks = IntStream.range(0, (int) (length / BLOCK))
                .mapToObj(i -> i % 2 == 0 ? even : odd)
                .toList();
        FixedWidthText text = new FixedWidthText(length, blocks);
        long border = 3_000_000_000L >> 17 << 17;
        Vocabulary same = new Vocabulary(IntStream.rangeClosed(1, 300).boxed().toList());
        EncodedText encoded = new EncodedText(
                text, List.of(new Range(border, length - border), new Range(0, border)), same, new CharCounts());
        assertThat(encoded.read(BLOCK - 2, 4)).containsExactly(0, 1, 300, 0);
        assertThat(encoded.read(length - 2, 2)).containsExactly(0, 0);
        assertThat(encoded.read(length - border - 1, 2)).containsExactly(0, 0);
        assertThat(encoded.read(length - border + BLOCK - 1, 1)).containsExactly(1);
        assertThat(text.at(border + BLOCK)).isEqualTo(300);
        CharCounts counts = text.count(List.of(new Range(border, 4 * BLOCK)));
        assertThat(counts.of(1)).isEqualTo(2);
        assertThat(counts.of(300)).isEqualTo(2);
    }

    private static FixedWidthText written(int[] codePoints) {
        Writer writer = new Writer();
        writer.append(codePoints, codePoints.length);
        return writer.text();
    }

    private static int[] all(FixedWidthText text, int length) {
        return IntStream.range(0, length).map(text::at).toArray();
    }
}
