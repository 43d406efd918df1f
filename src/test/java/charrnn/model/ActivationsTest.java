package charrnn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Vocabulary;
import charrnn.match.InputEncoding;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The units that a language model shows have the activations that Deeplearning4j's forward pass computes. */
class ActivationsTest {
    private static final int SEGMENT = 20;
    private static final List<Integer> HIDDEN = List.of(9, 6);
    private static final Offset<Float> CLOSE = within(1e-5f);
    /** Cell states grow to 20. */
    private static final Offset<Float> CLOSE_CELLS = within(1e-4f);

    private final Vocabulary vocabulary = EncodedTexts.vocabulary("abcdef");
    private final int[] text =
            new Random(4).ints(3 * SEGMENT, 0, vocabulary.size()).toArray();

    /** The initial weights are tripled, so that states are large and last long. */
    private StreamingNetwork network(String engine) {
        StreamingNetwork made = TestNetworks.of(vocabulary.size(), "model: {hidden: [9, 6], engine: " + engine + "}");
        made.params().muli(3);
        return made;
    }

    private INDArray oneHot(int from) {
        int[][] segment = {Arrays.copyOfRange(text, from, from + SEGMENT)};
        return StreamingNetwork.vectors(new InputEncoding(vocabulary.size(), 0, false), segment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "stock"})
    void unitsHaveTheActivationsOfAForwardPassOverSegments(String engine) {
        StreamingNetwork network = network(engine);
        LanguageModel source = new NetworkModel(network, vocabulary, true, DataType.FLOAT);
        source.add();
        assertThat(source.hiddenSizes()).isEqualTo(HIDDEN);
        for (int from = 0; from < text.length; from += SEGMENT) {
            List<INDArray> expected = network.rnnActivateUsingStoredState(oneHot(from), false, true);
            for (int t = 0; t < SEGMENT; t++) {
                source.step(text[from + t]);
                for (int layer = 0; layer < HIDDEN.size(); layer++) {
                    // The network's input is the first of its activations.
                    agrees(source.hidden(0, layer), expected.get(layer + 1), t);
                }
            }
            cellsAgree(source, network.trainingState());
        }
    }

    private static void agrees(float[] hidden, INDArray expected, int t) {
        for (int unit = 0; unit < hidden.length; unit++) {
            assertThat(hidden[unit]).isCloseTo(expected.getFloat(0, unit, t), CLOSE);
        }
    }

    private static void cellsAgree(LanguageModel source, RecurrentState state) {
        for (int layer = 0; layer < HIDDEN.size(); layer++) {
            assertThat(source.cells(0, layer))
                    .containsExactly(state.layers().get(layer).cell(), CLOSE_CELLS);
        }
    }
}
