package charrnn.match;

import charrnn.corpus.EncodedText;
import charrnn.message.Count;
import charrnn.message.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
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
        return of(text, file -> true, "the project");
    }

    /**
     * Reads every other file of a training text. The remaining ones are read with this memory.
     *
     * @throws UserError as {@link #of(EncodedText)}
     */
    public static MatchMemory ofEveryOtherFile(EncodedText text) {
        return of(text, MatchMemory::isInMemory, "every other training file (training.matchMemory)");
    }

    /** Whether {@link #ofEveryOtherFile} reads the file with this number. */
    static boolean isInMemory(int file) {
        return file % 2 == 0;
    }

    private static MatchMemory of(EncodedText text, IntPredicate isRead, String what) {
        int[] files = IntStream.range(0, text.files()).filter(isRead).toArray();
        long length = Arrays.stream(files)
                .mapToLong(file -> text.endOf(file) - text.startOf(file))
                .sum();
        long most = Math.min(Runtime.getRuntime().maxMemory() / 2 / MatchIndex.BYTES, Integer.MAX_VALUE / 4);
        if (length > most) {
            throw new UserError(what + " has " + Count.of(length, "character") + ", but this Java has memory for "
                    + Count.of(most, "character") + " (see java -Xmx)");
        }
        MatchIndex index = new MatchIndex(MINIMA, (int) length + files.length);
        for (int file : files) {
            for (long from = text.startOf(file); from < text.endOf(file); from += CHUNK) {
                for (int symbol : text.read(from, (int) Math.min(CHUNK, text.endOf(file) - from))) {
                    index.append((char) symbol);
                }
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
