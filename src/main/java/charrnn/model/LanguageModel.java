package charrnn.model;

import charrnn.corpus.Vocabulary;
import charrnn.lstm.LstmStepper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Predicts the next symbol of many streams of text; one text is one stream. The streams are numbered from 0 without a gap and
 * come and go between steps. The predictions of a stream depend on what it read and on nothing else, bit for bit: not on the
 * other streams, nor on its number. Not thread-safe.
 */
public interface LanguageModel {
    /** The symbols that it reads and predicts. */
    Vocabulary vocabulary();

    /** Number of streams. */
    int size();

    /**
     * Adds a stream, which has read nothing.
     *
     * @return its number, the largest
     */
    int add();

    /** Ends a stream. The one with the largest number takes its number, and keeps all it has. */
    void remove(int stream);

    /** Gives a stream all that another one has read, and its predictions; after that, the two are independent. */
    void copy(int from, int to);

    /** Makes a stream forget all that it read. */
    void reset(int stream);

    /**
     * Lets the first streams read a symbol each. Streams with larger numbers stay as they are, at no cost.
     *
     * @param indices vocabulary indices, one a stream, in the order of their numbers
     */
    void step(int... indices);

    /**
     * The distribution of a stream's next symbol, after a step in which the stream read.
     *
     * @return natural logarithms of the next symbol's probabilities, [vocabulary]; valid until the next step
     */
    float[] logProbabilities(int stream);

    /** The model of a trained network, with a copy of its weights, for many streams; without any yet. */
    static LanguageModel of(MultiLayerNetwork network, Vocabulary vocabulary) {
        return of(vocabulary, new LstmStepper(network));
    }

    /** As {@link #of}, but the fastest for a single stream; its numbers may differ in the last bit. */
    static LanguageModel ofOneStream(MultiLayerNetwork network, Vocabulary vocabulary) {
        LstmStepper stepper = LstmStepper.ofOneStream(network, true);
        stepper.remove(0); // the caller adds it
        return of(vocabulary, stepper);
    }

    private static LanguageModel of(Vocabulary vocabulary, LstmStepper stepper) {
        return new LanguageModel() {
            @Override
            public Vocabulary vocabulary() {
                return vocabulary;
            }

            @Override
            public int size() {
                return stepper.size();
            }

            @Override
            public int add() {
                return stepper.add();
            }

            @Override
            public void remove(int stream) {
                stepper.remove(stream);
            }

            @Override
            public void copy(int from, int to) {
                stepper.copy(from, to);
            }

            @Override
            public void reset(int stream) {
                stepper.reset(stream);
            }

            @Override
            public void step(int... indices) {
                stepper.step(indices);
            }

            @Override
            public float[] logProbabilities(int stream) {
                return stepper.logProbabilities(stream);
            }
        };
    }
}
