package charrnn.model;

import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Vocabulary;
import charrnn.match.MatchMemory;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.params.LSTMParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network with weights by which it predicts the symbol that its match predicts, and a line feed without a match. */
public final class CopyingNetwork {
    /** The configuration of its model, for a vocabulary of at most 128 symbols. */
    public static final String MODEL = "{layers: 1, hidden: 128, match: 1}";

    private static final float OPEN = 20; // bias of a gate that is always open

    private CopyingNetwork() {}

    public static StreamingNetwork of(Vocabulary vocabulary) {
        StreamingNetwork network = TestNetworks.of(vocabulary.size(), "model: " + MODEL);
        setWeights(network, vocabulary);
        return network;
    }

    /** A model whose memory is a project's text in C. */
    public static LanguageModel model(String project) {
        Vocabulary vocabulary = EncodedTexts.vocabulary("\t\n _abcdefghijklmnopqrstuvwxyz()[]{};=+-.,>/*0123456789");
        LanguageModel model = LanguageModel.of(of(vocabulary), vocabulary);
        model.useMemory(() -> MatchMemory.of(EncodedTexts.of(vocabulary, project)));
        return model;
    }

    /** Replaces the weights of a network with the configuration {@link #MODEL}. Unit v is on where symbol v is predicted. */
    public static void setWeights(MultiLayerNetwork network, Vocabulary vocabulary) {
        int symbols = vocabulary.size();
        network.params().assign(0);
        INDArray inputs = network.getLayer(0).getParam(LSTMParamInitializer.INPUT_WEIGHT_KEY);
        INDArray biases = network.getLayer(0).getParam(LSTMParamInitializer.BIAS_KEY);
        INDArray outputs = network.getLayer(1).getParam(DefaultParamInitializer.WEIGHT_KEY);
        int hidden = (int) outputs.size(0);
        IntStream.range(0, hidden).forEach(unit -> {
            biases.putScalar(hidden + unit, -OPEN); // forget gate
            biases.putScalar(2 * hidden + unit, OPEN); // output gate
            biases.putScalar(3 * hidden + unit, OPEN); // input gate
        });
        for (int symbol = 1; symbol < symbols; symbol++) {
            inputs.putScalar(symbols + symbol, symbol, 5);
            outputs.putScalar(symbol, symbol, 12);
        }
        network.getLayer(1).getParam(DefaultParamInitializer.BIAS_KEY).putScalar(vocabulary.indexOf('\n'), 1);
    }
}
