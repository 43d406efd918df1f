package charrnn.tools.score;

import charrnn.corpus.EncodedText;
import charrnn.corpus.Split;
import charrnn.corpus.Split.Piece;
import charrnn.corpus.Vocabulary;
import charrnn.tools.score.TextIndex.Runs;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Finds runs of samples in the training text, and generates text with an n-gram model of it. The text is indexed in blocks,
 * so that memory does not grow with it: a block of 12.6 million characters takes 100 MB, and three times that during
 * indexing.
 */
public final class TrainingText {
    private static final int BLOCK = 12 << 20;
    /** Number of characters that adjacent blocks share; a longer run across their border is found in parts. */
    private static final int OVERLAP = 10_000;

    private static final int READ_AT_ONCE = 10_000;

    private final EncodedText text;
    private final Vocabulary vocabulary;
    private final List<Piece> pieces;
    private final int block;
    private final int overlap;
    private final TextIndex first;

    /** @param split the files of the text */
    public TrainingText(EncodedText text, Vocabulary vocabulary, Split split) {
        this(text, vocabulary, split, BLOCK, OVERLAP);
    }

    TrainingText(EncodedText text, Vocabulary vocabulary, Split split, int block, int overlap) {
        this.text = text;
        this.vocabulary = vocabulary;
        this.pieces = split.of(Split.Part.TRAIN);
        this.block = block;
        this.overlap = overlap;
        this.first = index(0);
    }

    private TextIndex index(long from) {
        return new TextIndex(text, from, (int) Math.min(block, text.length() - from), vocabulary.size());
    }

    /** The longest runs of each sample that occur in the training text. */
    List<Runs> runs(List<String> samples) {
        List<int[]> encoded = samples.stream().map(vocabulary::encode).toList();
        List<Runs> runs = encoded.stream()
                .map(sample -> new Runs(new int[sample.length], new long[sample.length]))
                .toList();
        for (long from = 0; from == 0 || from + overlap < text.length(); from += block - overlap) {
            TextIndex index = from == 0 ? first : index(from);
            for (int i = 0; i < encoded.size(); i++) {
                index.lengthen(runs.get(i), encoded.get(i));
            }
        }
        return runs;
    }

    /** The file and line of a position, such as {@code kernel/fork.c:120}. */
    String place(long position) {
        long before = 0;
        for (Piece piece : pieces) {
            if (position < before + piece.chars()) {
                return piece.file() + ":" + (1 + lines(before, position));
            }
            before += piece.chars();
        }
        throw new IndexOutOfBoundsException(position);
    }

    private long lines(long from, long to) {
        int newline = vocabulary.indexOf('\n');
        long lines = 0;
        for (long at = from; at < to; at += READ_AT_ONCE) {
            lines += Arrays.stream(text.read(at, (int) Math.min(READ_AT_ONCE, to - at)))
                    .filter(symbol -> symbol == newline)
                    .count();
        }
        return lines;
    }

    /**
     * Generates a text with an n-gram model (Goldberg 2015, "The unreasonable effectiveness of character-level language
     * models"): each character is drawn with its frequency after the same n - 1 characters in the first block of the training
     * text. A context that does not occur there is shortened from the left until it does.
     *
     * @param n number of characters of a context plus one, 1 or more
     * @param before the text to continue
     * @param length number of characters to generate
     * @return the generated text, without the unknown symbol
     */
    public String nGram(int n, String before, int length, RandomGenerator random) {
        int[] begin = vocabulary.encode(before);
        int[] written = Arrays.copyOf(begin, begin.length + length);
        for (int end = begin.length; end < written.length; end++) {
            int symbol = Vocabulary.UNKNOWN;
            for (int context = Math.min(n - 1, end); symbol <= Vocabulary.UNKNOWN; context = Math.max(0, context - 1)) {
                symbol = first.after(written, end, context, random);
            }
            written[end] = symbol;
        }
        return vocabulary.decode(Arrays.copyOfRange(written, begin.length, written.length));
    }
}
