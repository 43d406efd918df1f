package charrnn.tools.complete;

import charrnn.model.LanguageModel;
import java.util.Arrays;
import java.util.List;
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
    private final int firstSavedStream; // the first of the network's streams that hold saved states
    private final int endStream; // the stream that has read the whole text
    private final int blankStream; // the stream that has read nothing
    private final int[] savedLength =
            new int[SAVED_STATES]; // number of characters that each saved stream has read; 0: unused
    private List<String> pieces = List.of(); // other texts
    private int[] surroundings = new int[0]; // characters of other places, in which the network finds matches too
    private int[] text = new int[0]; // vocabulary indices
    private int networkStart; // position of the first character that the network has read

    /**
     * Creates the state of an empty text, and adds its streams to the network.
     *
     * @param network its stream 0 is used for reading
     */
    PrefixState(LanguageModel network) {
        this.network = network;
        firstSavedStream = network.size();
        for (int i = 0; i < SAVED_STATES + 2; i++) {
            network.add();
        }
        endStream = firstSavedStream + SAVED_STATES;
        blankStream = endStream + 1;
    }

    int[] text() {
        return text;
    }

    List<String> pieces() {
        return pieces;
    }

    /** The network's stream that has read the text. */
    int stream() {
        return endStream;
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
        Arrays.fill(savedLength, 0);
        for (int stream = firstSavedStream; stream <= endStream; stream++) {
            network.copy(blankStream, stream); // frees the memory of their histories
        }
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
        int kept = common == text.length ? common : lastSaved(common);
        if (kept <= networkStart || next.length - networkStart > MAX_NETWORK_CHARS) {
            kept = 0;
            networkStart = Math.max(0, next.length - NETWORK_CHARS);
            network.copy(blankStream, 0);
            network.addToHistory(0, surroundings);
            network.addToHistory(0, Arrays.copyOf(next, networkStart));
        } else {
            network.copy(kept == text.length ? endStream : firstSavedStream + slot(kept), 0);
        }
        text = new int[0]; // in case reading fails
        for (int i = 0; i < SAVED_STATES; i++) {
            savedLength[i] = savedLength[i] > kept ? 0 : savedLength[i];
        }
        int read = Math.max(kept, networkStart);
        boolean isFirst = true;
        while (read < next.length && (isFirst || !cancelled.getAsBoolean())) {
            isFirst = false;
            int end = Math.min(next.length, (read / CHUNK + 1) * CHUNK);
            network.read(Arrays.copyOfRange(next, read, end));
            read = end;
            if (read % SPACING == 0) {
                network.copy(0, firstSavedStream + slot(read));
                savedLength[slot(read)] = read;
            }
        }
        network.copy(0, endStream);
        text = Arrays.copyOf(next, read);
        return kept;
    }

    /** The largest number of characters, up to a given one, after which the state is saved; 0 if there is none. */
    private int lastSaved(int length) {
        int last = length / SPACING * SPACING;
        return savedLength[slot(last)] == last ? last : 0;
    }

    private static int slot(int length) {
        return length / SPACING % SAVED_STATES;
    }
}
