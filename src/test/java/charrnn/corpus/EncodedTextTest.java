package charrnn.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodedTextTest {

    @Test
    void bytesAreIndicesWithoutSign() {
        EncodedText text = EncodedText.ofBytes(new byte[] {0, 127, (byte) 128, (byte) 255});
        assertThat(IntStream.range(0, text.length()).map(text::at)).containsExactly(0, 127, 128, 255);
    }

    @Test
    void charsAreIndicesWithoutSign() {
        EncodedText text = EncodedText.ofChars(new char[] {0, 256, 65_535});
        assertThat(IntStream.range(0, text.length()).map(text::at)).containsExactly(0, 256, 65_535);
    }

    @Test
    void thereIsNothingBeyondTheEnds() {
        EncodedText text = EncodedText.ofBytes(new byte[3]);
        assertThatThrownBy(() -> text.at(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> text.at(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(EncodedText.ofBytes(new byte[0]).length()).isZero();
        assertThat(new IndexBuffer().toText().length()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 97", "1, 97", "65535, 97", "65536, 97", "65537, 97", "200000, 97", "200000, 300", "200000, 65536"})
    void aBufferGivesBackWhatWasAppended(int length, int symbols) {
        int[] indices = new Random(length).ints(length, 0, symbols).toArray();
        EncodedText text = buffer(indices).toText();
        assertThat(text.length()).isEqualTo(length);
        assertThat(IntStream.range(0, length).map(text::at).toArray()).isEqualTo(indices);
    }

    @Test
    void aRareWideIndexDoesNotDisturbItsNeighbours() {
        int[] indices = new Random(1).ints(200_000, 0, 256).toArray();
        indices[70_000] = 256;
        indices[199_999] = 65_535;
        EncodedText text = buffer(indices).toText();
        assertThat(IntStream.range(0, text.length()).map(text::at).toArray()).isEqualTo(indices);
    }

    @Test
    void movingTranslatesAndKeepsTheOrder() {
        int[] first = new Random(1).ints(150_000, 0, 50).toArray();
        int[] second = new Random(2).ints(70_000, 0, 50).toArray();
        int[] translation = new Random(3).ints(50, 0, 400).toArray();
        IndexBuffer target = new IndexBuffer();
        IndexBuffer source = buffer(first);
        source.moveTo(target, translation, 0, 100_000);
        source.moveTo(target, translation, 100_000, 150_000);
        buffer(second).moveTo(target, translation, 1000, 70_000);
        EncodedText text = target.toText();
        int[] expected = IntStream.concat(
                        IntStream.of(first), IntStream.of(second).skip(1000))
                .map(index -> translation[index])
                .toArray();
        assertThat(IntStream.range(0, text.length()).map(text::at).toArray()).isEqualTo(expected);
    }

    private static IndexBuffer buffer(int[] indices) {
        IndexBuffer buffer = new IndexBuffer();
        for (int index : indices) {
            buffer.append(index);
        }
        buffer.seal();
        return buffer;
    }
}
