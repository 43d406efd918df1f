package charrnn.tools.complete;

import charrnn.model.LanguageModel;
import charrnn.tools.adapt.ContextMixer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text that an n-gram cache and, near its end, a network have read. If it is replaced by a text that begins alike, the
 * network reads only what is new, from a saved state on.
 */
final class ReadText {
    /** Number of characters that the network reads of a new text, at its end. */
    static final int NETWORK_CHARS = 2000;

    private static final int MAX_NETWORK_CHARS = 8 * NETWORK_CHARS; // a longer text is read anew
    private static final int SPACING = 64; // characters between two saved states
    private static final int SAVED = NETWORK_CHARS / SPACING + 2; // the newest ones are kept

    private final LanguageModel network;
    private final int saved; // the first of the network's streams that hold saved states
    private final int end; // the stream that has read the whole text
    private final int blank; // the stream that has read nothing
    private final int[] savedAt = new int[SAVED]; // number of characters that each of these streams has read
    private final List<float[]> predictions =
            new ArrayList<>(); // log-probabilities after each character from 'from' on
    private ContextMixer context;
    private ContextMixer cache;
    private int[] text = new int[0];
    private int from; // position of the first character that the network has read

    /**
     * Creates an empty text, and adds its streams to the network.
     *
     * @param network its stream 0 is used for reading
     * @param context a cache of other text; it must not read on
     */
    ReadText(LanguageModel network, ContextMixer context) {
        this.network = network;
        this.context = context;
        cache = context.copy();
        saved = network.size();
        for (int i = 0; i < SAVED + 2; i++) {
            network.add();
        }
        end = saved + SAVED;
        blank = end + 1;
    }

    /** The text, vocabulary indices. */
    int[] text() {
        return text;
    }

    /** The cache, which has read the context and the text. */
    ContextMixer cache() {
        return cache;
    }

    /** The network's stream that has read the text. */
    int stream() {
        return end;
    }

    /** Position of the first character that the network has read. */
    int from() {
        return from;
    }

    /** Forgets the text, for one with another context. */
    void forget(ContextMixer newContext) {
        context = newContext;
        text = new int[0];
    }

    /** Number of characters that this text and another one have in common at their beginning. */
    int commonLength(int[] other) {
        int mismatch = Arrays.mismatch(text, other);
        return mismatch < 0 ? text.length : mismatch;
    }

    /** Replaces the text. Returns the number of its characters that need not be read by the network again. */
    int replaceBy(int[] next) {
        int common = commonLength(next);
        int known = common == text.length ? common : lastSaved(common);
        if (known <= from || next.length - from > MAX_NETWORK_CHARS) {
            known = 0;
            from = Math.max(0, next.length - NETWORK_CHARS);
            network.copy(blank, 0);
        } else {
            network.copy(known == text.length ? end : saved + slot(known), 0);
        }
        if (known < text.length || known == 0) {
            readAgain(next, known);
        }
        text = next;
        for (int i = known; i < next.length; i++) {
            readByCache(i);
            if (i >= from) {
                readByNetwork(i);
            }
        }
        network.copy(0, end);
        return known;
    }

    /** Makes the cache read the first characters of the next text again, whose predictions are kept. */
    private void readAgain(int[] next, int known) {
        cache = context.copy();
        predictions
                .subList(Math.min(predictions.size(), Math.max(0, known - from)), predictions.size())
                .clear();
        for (int i = 0; i < SAVED; i++) {
            savedAt[i] = savedAt[i] > known ? 0 : savedAt[i];
        }
        text = next;
        for (int i = 0; i < known; i++) {
            readByCache(i);
        }
    }

    private void readByCache(int position) {
        if (position <= from) {
            cache.learn(text[position]);
        } else {
            cache.code(text[position], probabilities(predictions.get(position - 1 - from)), 0);
        }
    }

    private void readByNetwork(int position) {
        network.step(text[position]);
        predictions.add(network.logProbabilities(0).clone());
        int read = position + 1;
        if (read % SPACING == 0) {
            network.copy(0, saved + slot(read));
            savedAt[slot(read)] = read;
        }
    }

    /** The largest number of characters, up to a given one, after which the state is saved; 0 if there is none. */
    private int lastSaved(int position) {
        int last = position / SPACING * SPACING;
        return savedAt[slot(last)] == last ? last : 0;
    }

    private static int slot(int read) {
        return read / SPACING % SAVED;
    }

    private static float[] probabilities(float[] logarithms) {
        float[] probabilities = new float[logarithms.length];
        for (int v = 0; v < probabilities.length; v++) {
            probabilities[v] = (float) Math.exp(logarithms[v]);
        }
        return probabilities;
    }
}
