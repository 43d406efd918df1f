package charrnn.corpus;

import charrnn.corpus.FixedWidthText.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Short texts for tests. */
public final class EncodedTexts {
    /** The index of a character is its code point. */
    private static final Vocabulary IDENTITY = new Vocabulary(
            IntStream.range(1, Vocabulary.UNKNOWN_CODE_POINT).boxed().toList());

    private EncodedTexts() {}

    /** A text given by its vocabulary indices, each below 65,533. */
    public static EncodedText ofIndices(int... indices) {
        FixedWidthText.Writer writer = new FixedWidthText.Writer();
        writer.append(indices, indices.length);
        FixedWidthText text = writer.text();
        List<Range> all = List.of(new Range(0, indices.length));
        return new EncodedText(text, all, IDENTITY, text.count(all));
    }

    /** Files one after the other, with the characters of a vocabulary, each file given by its symbols. */
    public static EncodedText ofFiles(Vocabulary vocabulary, int[]... files) {
        FixedWidthText.Writer writer = new FixedWidthText.Writer();
        List<Range> ranges = new ArrayList<>();
        for (int[] file : files) {
            ranges.add(new Range(writer.length(), file.length));
            writer.append(Arrays.stream(file).map(vocabulary::codePoint).toArray(), file.length);
        }
        FixedWidthText text = writer.text();
        return new EncodedText(text, ranges, vocabulary, text.count(ranges));
    }

    /** The vocabulary of the characters of a text. */
    public static Vocabulary vocabulary(String characters) {
        return new Vocabulary(characters.codePoints().boxed().toList());
    }

    /** The vocabulary of so many characters, from 'a' on. */
    public static Vocabulary vocabulary(int characters) {
        return new Vocabulary(IntStream.range('a', 'a' + characters).boxed().toList());
    }

    public static EncodedText of(Vocabulary vocabulary, String text) {
        return ofIndices(vocabulary.encode(text));
    }
}
