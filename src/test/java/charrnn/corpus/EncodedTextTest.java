package charrnn.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodedTextTest {

    @Test
    void bytesAreIndicesWithoutSign() {
        EncodedText text = EncodedText.ofBytes(new byte[] {0, 127, (byte) 128, (byte) 255});
        assertThat(IntStream.range(0, (int) text.length()).map(text::at)).containsExactly(0, 127, 128, 255);
    }

    @Test
    void charsAreIndicesWithoutSign() {
        EncodedText text = EncodedText.ofChars(new char[] {0, 256, 65_535});
        assertThat(IntStream.range(0, (int) text.length()).map(text::at)).containsExactly(0, 256, 65_535);
    }

    @Test
    void thereIsNothingBeyondTheEnds() {
        EncodedText text = EncodedText.ofBytes(new byte[3]);
        assertThatThrownBy(() -> text.at(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> text.at(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(EncodedText.ofBytes(new byte[0]).length()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 97", "1, 97", "15, 97", "16, 97", "17, 97", "500, 97", "500, 300", "500, 65535"})
    void aWriterGivesBackWhatWasAppended(int length, int numbers) {
        int[] indices = new Random(length).ints(length, 0, numbers).toArray();
        assertThat(all(coded(indices))).isEqualTo(indices);
    }

    @Test
    void aRareWideNumberDoesNotDisturbItsNeighbours() {
        int[] indices = new Random(1).ints(200, 0, 256).toArray();
        indices[70] = 256;
        indices[199] = 65_534;
        assertThat(all(coded(indices))).isEqualTo(indices);
    }

    @Test
    void aTextIsItsPiecesTranslated() {
        int[] indices = new Random(1).ints(300, 0, 50).toArray();
        char[] translation = new char[50];
        IntStream.range(0, 50).forEach(i -> translation[i] = (char) (7 * i % 50));
        EncodedText text = new EncodedText(
                coded(indices), new long[] {200, 10, 100}, new long[] {0, 100, 101, 190}, translation, new long[50]);
        int[] expected = IntStream.concat(
                        IntStream.concat(IntStream.range(200, 300), IntStream.of(10)), IntStream.range(100, 189))
                .map(i -> translation[indices[i]])
                .toArray();
        assertThat(text.length()).isEqualTo(190);
        for (int from = 0; from < 190; from++) {
            for (int count = 0; from + count <= 190; count += 13) {
                assertThat(text.read(from, count)).isEqualTo(Arrays.copyOfRange(expected, from, from + count));
            }
            assertThat(text.at(from)).isEqualTo(expected[from]);
        }
        assertThatThrownBy(() -> text.read(180, 11)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** A text of 5 GiB of which each block is one of two: as if its files were there. */
    @Test
    void positionsBeyondAnIntAreFound() {
        int blocks = 5 << 14;
        ByteBuffer even = ByteBuffer.allocate(1 << 16).put(65_535, (byte) 1);
        ByteBuffer odd = ByteBuffer.allocate(1 << 17).putChar(0, (char) 300);
        long length = (long) blocks << 16;
        CodedText coded = new CodedText(blocks, i -> i % 2 == 0 ? even : odd, 16, length);
        long border = 3_000_000_000L >> 17 << 17;
        char[] same = new char[301];
        IntStream.rangeClosed(0, 300).forEach(i -> same[i] = (char) i);
        EncodedText text = new EncodedText(
                coded, new long[] {border, 0}, new long[] {0, length - border, length}, same, new long[301]);
        assertThat(text.read(65_534, 4)).containsExactly(0, 1, 300, 0);
        assertThat(text.read(length - border + border - 2, 2)).containsExactly(0, 0);
        assertThat(text.read(length - border - 1, 2)).containsExactly(0, 0);
        assertThat(text.at(length - border + 65_535)).isEqualTo(1);
        assertThat(coded.at(border + 65_536)).isEqualTo(300);
        long[] counts = new long[301];
        coded.count(border, border + (1 << 18), 1, counts);
        assertThat(counts[1]).isEqualTo(2);
        assertThat(counts[300]).isEqualTo(2);
    }

    private static CodedText coded(int[] indices) {
        List<ByteBuffer> blocks = new ArrayList<>();
        CodedTextWriter writer = new CodedTextWriter(
                4,
                block -> blocks.add(ByteBuffer.allocate(block.limit())
                        .put(block.duplicate().rewind())
                        .flip()));
        IntStream.of(indices).forEach(writer::append);
        writer.finish();
        return CodedText.of(blocks, 4, writer.length());
    }

    private static int[] all(CodedText text) {
        return IntStream.range(0, (int) text.length()).map(text::at).toArray();
    }
}
