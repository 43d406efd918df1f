package charrnn.model;

import charrnn.corpus.Vocabulary;
import charrnn.lstm.LstmStepper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** The {@link LanguageModel} of a trained network, with a copy of its weights. */
public final class NetworkLanguageModel implements LanguageModel {
    private final Vocabulary vocabulary;
    private final LstmStepper stepper;

    /** A model for many streams, without any yet. */
    public NetworkLanguageModel(MultiLayerNetwork network, Vocabulary vocabulary) {
        this(vocabulary, new LstmStepper(network));
    }

    private NetworkLanguageModel(Vocabulary vocabulary, LstmStepper stepper) {
        this.vocabulary = vocabulary;
        this.stepper = stepper;
    }

    /** A model without streams that is the fastest for a single one; its numbers may differ in the last bit. */
    public static NetworkLanguageModel ofOneStream(MultiLayerNetwork network, Vocabulary vocabulary) {
        LstmStepper stepper = LstmStepper.ofOneStream(network, true);
        stepper.remove(0); // the caller adds it
        return new NetworkLanguageModel(vocabulary, stepper);
    }

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
}
