package charrnn.tools.adapt;

import charrnn.corpus.EncodedText;
import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.model.StreamPredictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A language model that has read a context, such as the files of a project: the mixture of a network and an n-gram cache of
 * the context. Each stream begins at the end of the context. The model does not learn from what its streams read.
 */
public final class MixtureModel implements LanguageModel {
    /** Number of characters at the end of the context that the network reads; it is much slower than the cache. */
    static final int NETWORK_CHARS = 20_000;

    private static final int SEGMENT = 50; // characters after which a network learns, if it does
    private static final int STATE_CHARS = 2000; // that the network reads for its state
    private static final int HISTORY_CHARS =
            50_000; // before them, which only the match history reads; files are not separated

    /** Has one stream more than this model: the last one keeps the state after the context. */
    private final LanguageModel network;

    private final ContextMixer cache;
    private final List<ContextMixer.Continuation> texts = new ArrayList<>(); // of each stream
    private final List<float[]> predictions = new ArrayList<>(); // of each stream; empty until they are used

    /**
     * @param network has no streams, and is used by this model alone; it reads the end of what the cache has read
     * @param cache has read the context
     */
    public MixtureModel(LanguageModel network, ContextMixer cache) {
        this.network = network;
        this.cache = cache;
        network.add();
        int[] known = cache.last(STATE_CHARS + HISTORY_CHARS);
        int unread = Math.max(0, known.length - STATE_CHARS);
        network.addToHistory(0, Arrays.copyOf(known, unread));
        network.read(Arrays.copyOfRange(known, unread, known.length));
    }

    /**
     * Reads a text: a cache all of it, a network its last {@value #NETWORK_CHARS} characters. The weights of the mixture are
     * learned where both read. A network that learns keeps what it has learned.
     *
     * @param text at least 1 character
     * @param done receives the number of characters read, from time to time
     * @return bits per character of what both read
     */
    public static AdaptiveBits read(StreamPredictor network, ContextMixer cache, EncodedText text, LongConsumer done) {
        long networkStart = Math.max(0, text.length() - NETWORK_CHARS); // position from which the network reads too
        cache.readQuickly(text, networkStart, done);
        LongConsumer read = predicted -> done.accept(networkStart + 1 + predicted);
        return AdaptiveBits.of(network, text, networkStart, SEGMENT, Optional.of(cache), read);
    }

    @Override
    public Vocabulary vocabulary() {
        return network.vocabulary();
    }

    @Override
    public int size() {
        return texts.size();
    }

    @Override
    public int add() {
        int stream = size();
        network.copy(stream, network.add());
        texts.add(cache.branch());
        predictions.add(new float[0]);
        return stream;
    }

    @Override
    public void remove(int stream) {
        int last = size() - 1;
        copy(last, stream);
        texts.remove(last);
        predictions.remove(last);
        network.copy(last + 1, last);
        network.remove(last + 1);
    }

    @Override
    public void copy(int from, int to) {
        network.copy(from, to);
        texts.set(to, texts.get(from).branch());
        predictions.set(to, predictions.get(from));
    }

    @Override
    public void beginWriting(int stream) {
        network.beginWriting(stream);
    }

    @Override
    public void step(int... indices) {
        network.step(indices);
        for (int i = 0; i < indices.length; i++) {
            texts.get(i).add(indices[i]);
            predictions.set(i, new float[0]);
        }
    }

    @Override
    public float[] logProbabilities(int stream) {
        if (predictions.get(stream).length == 0) {
            predictions.set(stream, cache.logProbabilities(texts.get(stream), network.logProbabilities(stream)));
        }
        return predictions.get(stream);
    }
}
