package charrnn.corpus;

import charrnn.config.Count;
import charrnn.config.UserError;
import java.util.List;

/**
 * Texts in which a {@link MatchHistory} finds matches in addition to its own text: the other files of a project. Immutable, so
 * that all streams share it.
 */
public final class MatchMemory {
    /** Numbers of characters by which occurrences are found; the longest match counts. */
    private static final List<Integer> MINIMA = List.of(6, 12);

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
        long most = Math.min(Runtime.getRuntime().maxMemory() / 2 / MatchIndex.BYTES, Integer.MAX_VALUE / 4);
        if (text.length() > most) {
            throw new UserError("the project has " + Count.of(text.length(), "character")
                    + ", but this Java has memory for " + Count.of(most, "character") + " (see java -Xmx)");
        }
        MatchIndex index = new MatchIndex(MINIMA, (int) text.length() + text.files());
        for (long from = 0; from < text.length(); ) {
            long end = text.endOfFile(from);
            while (from < end) {
                int[] symbols = text.read(from, (int) Math.min(CHUNK, end - from));
                for (int symbol : symbols) {
                    index.append((char) symbol);
                    for (int table = 0; table < MINIMA.size(); table++) {
                        index.findAndReplace(table);
                    }
                }
                from += symbols.length;
            }
            index.append(MatchIndex.BORDER);
        }
        return new MatchMemory(index);
    }

    MatchIndex index() {
        return index;
    }

    int tables() {
        return MINIMA.size();
    }
}
