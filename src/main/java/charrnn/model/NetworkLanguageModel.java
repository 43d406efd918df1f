package charrnn.model;

import charrnn.corpus.Vocabulary;
import charrnn.lstm.LstmStepper;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A trained network as a {@link LanguageModel}, and seen from inside; its weights are those of the moment it was made.
 */
public final class NetworkLanguageModel implements ActivationSource {
    private final Vocabulary vocabulary;
    private final LstmStepper stepper;

    public NetworkLanguageModel(MultiLayerNetwork network, Vocabulary vocabulary) {
        this(vocabulary, new LstmStepper(network));
    }

    private NetworkLanguageModel(Vocabulary vocabulary, LstmStepper stepper) {
        this.vocabulary = vocabulary;
        this.stepper = stepper;
    }

    /** One that reads beside other work, on one thread. */
    public static NetworkLanguageModel besideOthers(MultiLayerNetwork network, Vocabulary vocabulary) {
        return new NetworkLanguageModel(vocabulary, new LstmStepper(network, false));
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public void reset() {
        stepper.reset();
    }

    @Override
    public float[] step(int index) {
        return stepper.step(index);
    }

    @Override
    public List<Integer> hiddenSizes() {
        return stepper.hiddenSizes();
    }

    @Override
    public float[] hidden(int layer) {
        return stepper.hidden(layer);
    }

    @Override
    public float[] cells(int layer) {
        return stepper.cells(layer);
    }
}
