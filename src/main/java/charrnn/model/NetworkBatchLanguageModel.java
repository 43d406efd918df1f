package charrnn.model;

import charrnn.corpus.Vocabulary;
import charrnn.lstm.LstmStepper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A trained network as a {@link BatchLanguageModel}; its weights are those of the moment it was made. */
public final class NetworkBatchLanguageModel implements BatchLanguageModel {
    private final Vocabulary vocabulary;
    private final LstmStepper stepper;

    public NetworkBatchLanguageModel(MultiLayerNetwork network, Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.stepper = new LstmStepper(network);
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
