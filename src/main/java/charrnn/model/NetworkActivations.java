package charrnn.model;

import charrnn.corpus.Vocabulary;
import charrnn.lstm.LstmStepper;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** The {@link ActivationSource} of a trained network, with a copy of its weights. */
public final class NetworkActivations implements ActivationSource {
    private final Vocabulary vocabulary;
    private final LstmStepper stepper;

    public NetworkActivations(MultiLayerNetwork network, Vocabulary vocabulary) {
        this(vocabulary, LstmStepper.ofOneStream(network, true));
    }

    private NetworkActivations(Vocabulary vocabulary, LstmStepper stepper) {
        this.vocabulary = vocabulary;
        this.stepper = stepper;
    }

    /** One that computes on one thread, so that other work on the machine goes on. */
    public static NetworkActivations besideOthers(MultiLayerNetwork network, Vocabulary vocabulary) {
        return new NetworkActivations(vocabulary, LstmStepper.ofOneStream(network, false));
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
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
