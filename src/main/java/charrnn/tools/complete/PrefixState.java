package charrnn.tools.complete;

import charrnn.model.LanguageModel;
import charrnn.model.LanguageModel.Snapshot;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * The text before a cursor with the state of a network that has read its last part, and finds matches in all of it and in other
 * texts. If a new text has the same beginning, the network continues from a saved state. A text with its surroundings has up to
 * 50,000 characters, and its histories take up to 15 MB.
 */
final class PrefixState {
    /** Number of characters that the network reads of a new text, at its end. */
    static final int NETWORK_CHARS = 1000;

    private static final int MAX_NETWORK_CHARS = 8 * NETWORK_CHARS; // a longer text is read again from near its end
    private static final int CHUNK = 16; // characters that the network reads at once
    private static final int SPACING = 4 * CHUNK; // characters between two saved states
    private static final int SAVED_STATES = NETWORK_CHARS / SPACING + 2; // the newest ones are kept

    private final LanguageModel network;
    private final Snapshot blank;
    private Snapshot end; // of the whole text
    private final TreeMap<Integer, Snapshot> saved = new TreeMap<>(); // by the number of characters that were read
    private List<String> pieces = List.of(); // other texts
    private int[] surroundings = new int[0]; // characters of other places, in which the network finds matches too
    private int[] text = new int[0]; // vocabulary indices
    private int networkStart; // position of the first character that the network has read

    /**
     * Creates the state of an empty text.
     *
     * @param network its stream 0 is used for reading
     * @param blank of a stream that has read nothing
     */
    PrefixState(LanguageModel network, Snapshot blank) {
        this.network = network;
        this.blank = blank;
        end = blank;
    }

    int[] text() {
        return text;
    }

    List<String> pieces() {
        return pieces;
    }

    /** The state of a stream that has read the text. */
    Snapshot end() {
        return end;
    }

    int networkStart() {
        return networkStart;
    }

    /**
     * Forgets the text, for one with other surroundings.
     *
     * @param newPieces texts of other places
     * @param newSurroundings the characters of these and of the text after the cursor that are used
     */
    void restart(List<String> newPieces, int[] newSurroundings) {
        pieces = List.copyOf(newPieces);
        surroundings = newSurroundings;
        text = new int[0];
        networkStart = 0;
        saved.clear();
        end = blank;
    }

    /** Number of characters that this text and another one have in common at their beginning. */
    int commonLength(int[] other) {
        int mismatch = Arrays.mismatch(text, other);
        return mismatch < 0 ? text.length : mismatch;
    }

    /**
     * Replaces the text.
     *
     * @param cancelled checked at least after each 16 characters that the network reads; if true, the text ends there
     * @return number of characters that the network need not read again
     */
    int replaceBy(int[] next, BooleanSupplier cancelled) {
        int common = commonLength(next);
        int kept = common == text.length ? common : common / SPACING * SPACING;
        Snapshot state = common == text.length ? end : saved.getOrDefault(kept, blank);
        kept = state == blank ? 0 : kept;
        if (kept <= networkStart || next.length - networkStart > MAX_NETWORK_CHARS) {
            kept = 0;
            networkStart = Math.max(0, next.length - NETWORK_CHARS);
            network.restore(0, blank);
            network.addToHistory(0, surroundings);
            network.addToHistory(0, Arrays.copyOf(next, networkStart));
        } else {
            network.restore(0, state);
        }
        text = new int[0]; // in case reading fails
        saved.tailMap(kept, false).clear();
        int read = Math.max(kept, networkStart);
        boolean isFirst = true;
        while (read < next.length && (isFirst || !cancelled.getAsBoolean())) {
            isFirst = false;
            int chunkEnd = Math.min(next.length, (read / CHUNK + 1) * CHUNK);
            network.read(Arrays.copyOfRange(next, read, chunkEnd));
            read = chunkEnd;
            if (read % SPACING == 0) {
                saved.put(read, network.save(0));
                if (saved.size() > SAVED_STATES) {
                    saved.pollFirstEntry();
                }
            }
        }
        end = network.save(0);
        text = Arrays.copyOf(next, read);
        return kept;
    }
}
