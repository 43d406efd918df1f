package charrnn.model;

import charrnn.corpus.Vocabulary;
import charrnn.lstm.LstmStepper;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A trained network as a language model of one stream, the fastest way to read or write a single text. Its weights are
 * those of the moment it was made.
 */
public final class NetworkLanguageModel implements ActivationSource, BatchLanguageModel {
    private final Vocabulary vocabulary;
    private final LstmStepper stepper;
    private int size;
    private float[] logProbabilities = {};

    public NetworkLanguageModel(MultiLayerNetwork network, Vocabulary vocabulary) {
        this(vocabulary, LstmStepper.ofOneStream(network, true));
    }

    private NetworkLanguageModel(Vocabulary vocabulary, LstmStepper stepper) {
        this.vocabulary = vocabulary;
        this.stepper = stepper;
    }

    /** One that reads beside other work, on one thread. */
    public static NetworkLanguageModel besideOthers(MultiLayerNetwork network, Vocabulary vocabulary) {
        return new NetworkLanguageModel(vocabulary, LstmStepper.ofOneStream(network, false));
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public int size() {
        return size;
    }

    /** @throws IllegalStateException if there is a stream already */
    @Override
    public int add() {
        if (size == 1) {
            throw new IllegalStateException("this model has one stream only");
        }
        size = 1;
        stepper.reset(0);
        return 0;
    }

    @Override
    public void remove(int stream) {
        Objects.checkIndex(stream, size);
        size = 0;
    }

    @Override
    public void copy(int from, int to) {
        Objects.checkIndex(from, size);
        Objects.checkIndex(to, size);
    }

    @Override
    public void reset(int stream) {
        Objects.checkIndex(stream, size);
        stepper.reset(0);
    }

    @Override
    public void step(int... indices) {
        Objects.checkFromIndexSize(0, indices.length, size);
        for (int index : indices) {
            logProbabilities = step(index);
        }
    }

    @Override
    public float[] logProbabilities(int stream) {
        Objects.checkIndex(stream, size);
        return logProbabilities;
    }

    @Override
    public void reset() {
        stepper.reset(0);
    }

    @Override
    public float[] step(int index) {
        stepper.step(index);
        return stepper.logProbabilities(0);
    }

    @Override
    public List<Integer> hiddenSizes() {
        return stepper.hiddenSizes();
    }

    @Override
    public float[] hidden(int layer) {
        return stepper.hidden(0, layer);
    }

    @Override
    public float[] cells(int layer) {
        return stepper.cells(0, layer);
    }
}
