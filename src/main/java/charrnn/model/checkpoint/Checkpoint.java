package charrnn.model.checkpoint;

import charrnn.corpus.Vocabulary;
import charrnn.lstm.LstmInstaller;
import charrnn.model.RecurrentState;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The content of a checkpoint file.
 *
 * @param network the network, not copied
 * @param state state of the LSTM layers; {@link RecurrentState#NONE} if there is none
 */
public record Checkpoint(
        MultiLayerNetwork network, Vocabulary vocabulary, String configYaml, Progress progress, RecurrentState state) {

    /** Hidden size of each LSTM layer, [layers]. */
    public List<Integer> hiddenSizes() {
        return IntStream.range(0, network.getnLayers() - 1)
                .mapToObj(network::layerSize)
                .toList();
    }

    public long parameterCount() {
        return network.numParams();
    }

    /** Whether all input gates are coupled to the forget gates: their weights are the negated ones. */
    public boolean hasCoupledGates() {
        return LstmInstaller.isCoupled(network);
    }

    /**
     * A copy of one parameter.
     *
     * @param layer 0 for the first; the output layer comes after the LSTM layers
     * @param name {@code W}, {@code RW} (recurrent weights of an LSTM layer) or {@code b}
     * @return [rows][columns]: W is [inputs][4 * hidden] or [hidden][vocabulary], RW [hidden][4 * hidden], b has one row
     */
    public float[][] parameter(int layer, String name) {
        INDArray array = network.getParam(layer + "_" + name);
        return array.isMatrix() ? array.toFloatMatrix() : new float[][] {array.toFloatVector()};
    }
}
