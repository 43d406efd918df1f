package charrnn.tools.complete;

import charrnn.model.LanguageModel;
import charrnn.tools.adapt.ContextMixer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The text before a cursor with the states of its readers: an n-gram cache reads all of it, a network its last part. If a new
 * text has the same beginning, the network continues from a saved state.
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
    private final int[] savedLength = new int[SAVED_STATES]; // number of characters that each saved stream has read
    private final List<float[]> predictions = new ArrayList<>(); // the network's, after each character that it has read
    private List<String> pieces = List.of(); // other texts that the context has
    private ContextMixer context;
    private ContextMixer cache;
    private boolean contextIsNew; // the cache does not contain it yet
    private int[] text = new int[0]; // vocabulary indices
    private int networkStart; // position of the first character that the network has read

    /**
     * Creates the state of an empty text, and adds its streams to the network.
     *
     * @param network its stream 0 is used for reading
     * @param context as for {@link #restart}
     */
    PrefixState(LanguageModel network, ContextMixer context) {
        this.network = network;
        this.context = context;
        cache = context;
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

    /** The cache, which has read the context and the text. */
    ContextMixer cache() {
        return cache;
    }

    /** The network's stream that has read the text. */
    int stream() {
        return endStream;
    }

    int networkStart() {
        return networkStart;
    }

    /**
     * Forgets the text, for one with another context.
     *
     * @param newContext a cache of other text; it must not read on
     * @param newPieces texts that it has read
     */
    void restart(ContextMixer newContext, List<String> newPieces) {
        context = newContext;
        cache = newContext; // frees the memory of the old one
        pieces = List.copyOf(newPieces);
        text = new int[0];
    }

    /** Changes the context of the text. Only the cache reads the text again. The parameters are those of {@link #restart}. */
    void changeContext(ContextMixer newContext, List<String> newPieces) {
        context = newContext;
        contextIsNew = true;
        pieces = List.copyOf(newPieces);
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
            network.addToHistory(0, Arrays.copyOf(next, networkStart));
        } else {
            network.copy(kept == text.length ? endStream : firstSavedStream + slot(kept), 0);
        }
        boolean again = kept < text.length || kept == 0 || contextIsNew;
        text = new int[0]; // in case reading fails
        if (again) {
            readAgain(next, kept);
        }
        int read = kept;
        while (read < next.length && !(read > networkStart && cancelled.getAsBoolean())) {
            int end = Math.min(next.length, read < networkStart ? networkStart : (read / CHUNK + 1) * CHUNK);
            if (read >= networkStart) {
                readByNetwork(next, read, end);
            }
            while (read < end) {
                readByCache(next, read++);
            }
        }
        network.copy(0, endStream);
        text = Arrays.copyOf(next, read);
        return kept;
    }

    /** Reads the first characters again with a new cache, and drops the network's predictions and states after them. */
    private void readAgain(int[] next, int kept) {
        cache = context.copy();
        contextIsNew = false;
        int first = Math.min(predictions.size(), Math.max(0, kept - networkStart));
        predictions.subList(first, predictions.size()).clear();
        for (int i = 0; i < SAVED_STATES; i++) {
            savedLength[i] = savedLength[i] > kept ? 0 : savedLength[i];
        }
        for (int i = 0; i < kept; i++) {
            readByCache(next, i);
        }
    }

    private void readByCache(int[] next, int position) {
        if (position <= networkStart) {
            cache.learn(next[position]);
        } else {
            cache.learn(next[position], predictions.get(position - 1 - networkStart));
        }
    }

    private void readByNetwork(int[] next, int start, int end) {
        predictions.addAll(List.of(network.read(Arrays.copyOfRange(next, start, end))));
        if (end % SPACING == 0) {
            network.copy(0, firstSavedStream + slot(end));
            savedLength[slot(end)] = end;
        }
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
