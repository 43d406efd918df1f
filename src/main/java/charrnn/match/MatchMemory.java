package charrnn.match;

import charrnn.corpus.EncodedText;
import charrnn.message.Count;
import charrnn.message.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Texts in which a {@link TextHistory} finds matches in addition to its own text: the other files of a project. Of several
 * occurrences of some characters, it finds one that is chosen by a vote on the character that follows. Immutable, so that all
 * streams can use it.
 */
public final class MatchMemory {
    /** Numbers of characters by which occurrences are found; the longest match counts. */
    private static final List<Integer> MINIMA = List.of(5, 12);

    private static final int CHUNK = 1 << 16;

    private final MatchIndex index;

    private MatchMemory(MatchIndex index) {
        this.index = index;
    }

    /**
     * Reads all files of a text.
     *
     * @throws UserError if the memory would take more than half of the heap
     */
    public static MatchMemory of(EncodedText text) {
        int[] files = IntStream.range(0, text.files()).toArray();
        check(text, files, "the project");
        return of(text, files);
    }

    /**
     * Reads every other file of a training text. The remaining ones are read with this memory.
     *
     * @throws UserError as {@link #of(EncodedText)}
     */
    public static MatchMemory ofEveryOtherFile(EncodedText text) {
        int[] files =
                IntStream.range(0, text.files()).filter(MatchMemory::isInMemory).toArray();
        check(text, files, "every other training file (training.matchMemory)");
        return of(text, files);
    }

    /** Whether {@link #ofEveryOtherFile} reads the file with this number. */
    static boolean isInMemory(int file) {
        return file % 2 == 0;
    }

    private static long length(EncodedText text, int[] files) {
        return Arrays.stream(files)
                .mapToLong(file -> text.endOf(file) - text.startOf(file))
                .sum();
    }

    private static void check(EncodedText text, int[] files, String what) {
        long length = length(text, files);
        long most = Math.min(Runtime.getRuntime().maxMemory() / 2 / MatchIndex.BYTES, Integer.MAX_VALUE / 4);
        if (length > most) {
            throw new UserError(what + " has " + Count.of(length, "character") + ", but this Java has memory for "
                    + Count.of(most, "character") + " (see java -Xmx)");
        }
    }

    private static MatchMemory of(EncodedText text, int[] files) {
        MatchIndex index = new MatchIndex(MINIMA, (int) length(text, files) + files.length);
        for (int file : files) {
            long from = text.startOf(file);
            long end = text.endOf(file);
            while (from < end) {
                int[] symbols = text.read(from, (int) Math.min(CHUNK, end - from));
                for (int symbol : symbols) {
                    index.append((char) symbol);
                }
                from += symbols.length;
            }
            index.append(MatchIndex.BORDER);
        }
        IntStream.range(0, MINIMA.size()).parallel().forEach(index::vote);
        return new MatchMemory(index);
    }

    MatchIndex index() {
        return index;
    }

    int tables() {
        return MINIMA.size();
    }
}
