package charrnn.model;

import charrnn.corpus.Vocabulary;
import charrnn.match.MatchMemory;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Predicts the next symbol of many streams of text; one text is one stream. The streams are numbered from 0 without a gap;
 * they are added and removed between steps. The predictions of a stream depend on its history, on what it read and on the
 * memory; beside other streams, they are equal up to rounding. Not thread-safe.
 */
public interface LanguageModel {
    Vocabulary vocabulary();

    int size();

    /** Adds a stream that has read nothing; returns its number, the largest. */
    int add();

    /** Removes a stream. The stream with the largest number takes its number and keeps its state. */
    void remove(int stream);

    /** The state, the history and the predictions of a stream at one time; immutable. */
    interface Snapshot {}

    Snapshot save(int stream);

    /** Returns a stream to a snapshot of this or another one. */
    void restore(int stream, Snapshot snapshot);

    /** Makes the first streams read a symbol each, a vocabulary index. Streams with larger numbers do not change. */
    void step(int... indices);

    /**
     * Makes the first stream read several symbols, with the results of as many steps up to rounding.
     *
     * @return what {@link #logProbabilities} gives after each one, [symbols][vocabulary]
     */
    default float[][] read(int... indices) {
        float[][] predictions = new float[indices.length][];
        for (int i = 0; i < indices.length; i++) {
            step(indices[i]);
            predictions[i] = logProbabilities(0).clone();
        }
        return predictions;
    }

    /**
     * Makes the streams that are added from now on find matches in other texts too.
     *
     * @param memory called only if the network reads matches
     */
    default void useMemory(Supplier<MatchMemory> memory) {}

    /** Adds a text to the history in which a stream finds matches. The network does not read it, so its state does not change. */
    default void addToHistory(int stream, int... indices) {}

    /**
     * Declares that a stream reads from now on what is generated from its predictions. A network that reads matches then copies
     * names of that text, but not its lines.
     */
    default void beginWriting(int stream) {}

    /** Natural logarithms of the probabilities of a stream's next symbol, [vocabulary]; valid until the next step. */
    float[] logProbabilities(int stream);

    /** Number of units of each LSTM layer, from the first layer to the last; empty for a model without such layers. */
    default List<Integer> hiddenSizes() {
        return List.of();
    }

    /** The outputs of a layer's units after a stream's last step, h = o tanh c, [hidden], from -1 to 1. */
    default float[] hidden(int stream, int layer) {
        throw new IndexOutOfBoundsException(layer);
    }

    /** The cell states of a layer's units after a stream's last step, c, [hidden], unbounded. */
    default float[] cells(int stream, int layer) {
        throw new IndexOutOfBoundsException(layer);
    }

    /** A model without streams, with a copy of a trained network's weights. */
    static LanguageModel of(MultiLayerNetwork network, Vocabulary vocabulary) {
        return new NetworkModel(network, vocabulary, true);
    }

    /** As {@link #of}, but computes a few streams on one thread, so that other work on the machine continues. */
    static LanguageModel onOneThread(MultiLayerNetwork network, Vocabulary vocabulary) {
        return new NetworkModel(network, vocabulary, false);
    }
}
