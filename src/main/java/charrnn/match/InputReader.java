package charrnn.match;

import charrnn.corpus.EncodedText;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads windows of a text as a network's inputs. A window that continues the last one is read alone; for any other, its
 * file is read again from the beginning, since the matches depend on it. Not thread-safe.
 */
public final class InputReader {
    private static final int CHUNK = 1 << 12;

    private final EncodedText text;
    private final InputEncoding encoding;
    private final TextHistory alone;
    private final TextHistory withMemory;
    private TextHistory history; // alone or withMemory, by the file
    private long next = -1; // position after the last window; -1 before the first
    private long border; // position at which the next file begins

    public InputReader(EncodedText text, InputEncoding encoding) {
        this(text, encoding, Optional.empty());
    }

    /** @param memory of {@link MatchMemory#ofEveryOtherFile}; the remaining files are read with it */
    public InputReader(EncodedText text, InputEncoding encoding, Optional<MatchMemory> memory) {
        this.text = text;
        this.encoding = encoding;
        alone = encoding.history(text.vocabulary());
        withMemory =
                memory.map(other -> encoding.history(text.vocabulary(), other)).orElse(alone);
        history = alone;
    }

    public EncodedText text() {
        return text;
    }

    /** The inputs at the positions [from, from + count), [count][activeInputs] in one array. */
    public int[] read(long from, int count) {
        if (encoding.activeInputs() == 1 || count == 0) {
            return text.read(from, count);
        }
        if (from != next) {
            // The history begins again at multiples of its capacity.
            long start = text.startOf(text.fileAt(from));
            next = from - (from - start) % TextHistory.CAPACITY;
            border = next;
            while (next < from) {
                window((int) Math.min(CHUNK, from - next));
            }
        }
        return window(count);
    }

    /** As {@link #read(long, int)}, padded to {@code size} positions with unknown characters for which nothing is predicted. */
    public int[] read(long from, int count, int size) {
        int active = encoding.activeInputs();
        int[] inputs = Arrays.copyOf(read(from, count), size * active);
        int[] nothing = encoding.nothing();
        for (int i = count; i < size; i++) {
            System.arraycopy(nothing, 0, inputs, i * active, active);
        }
        return inputs;
    }

    private int[] window(int count) {
        int[] symbols = text.read(next, count);
        int[] inputs = new int[count * encoding.activeInputs()];
        for (int i = 0; i < count; i++, next++) {
            if (next == border) {
                int file = text.fileAt(next);
                history = MatchMemory.isInMemory(file) ? alone : withMemory;
                history.clear();
                border = text.endOf(file);
            }
            history.read(symbols[i], inputs, i * encoding.activeInputs());
        }
        return inputs;
    }
}
