package charrnn.model;

import charrnn.corpus.Vocabulary;
import charrnn.lstm.LstmStepper;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Shows the units of a network's LSTM layers while it reads one text. Not thread-safe. */
public interface ActivationSource {
    /** The symbols that it reads and predicts. */
    Vocabulary vocabulary();

    /** Forgets the text that was read. */
    void reset();

    /**
     * Reads one symbol.
     *
     * @param index vocabulary index of the symbol
     * @return natural logarithms of the next symbol's probabilities, [vocabulary]; valid until the next call
     */
    float[] step(int index);

    /** Number of units of each layer, from the first layer to the last. */
    List<Integer> hiddenSizes();

    /**
     * The outputs of a layer's units after the last step, h = o tanh c.
     *
     * @param layer 0 for the first
     * @return [H], from -1 to 1; valid until the next step
     */
    float[] hidden(int layer);

    /**
     * The cell states of a layer's units after the last step, c.
     *
     * @param layer 0 for the first
     * @return [H], unbounded; valid until the next step
     */
    float[] cells(int layer);

    /** Shows the units of a trained network, with a copy of its weights. */
    static ActivationSource of(MultiLayerNetwork network, Vocabulary vocabulary) {
        return of(vocabulary, LstmStepper.ofOneStream(network, true));
    }

    /** As {@link #of}, but computes on one thread, so that other work on the machine continues. */
    static ActivationSource onOneThread(MultiLayerNetwork network, Vocabulary vocabulary) {
        return of(vocabulary, LstmStepper.ofOneStream(network, false));
    }

    private static ActivationSource of(Vocabulary vocabulary, LstmStepper stepper) {
        return new ActivationSource() {
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
        };
    }
}
