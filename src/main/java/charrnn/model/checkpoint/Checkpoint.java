package charrnn.model.checkpoint;

import charrnn.config.UserError;
import charrnn.corpus.Vocabulary;
import charrnn.lstm.LstmInstaller;
import charrnn.model.RecurrentState;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The content of a checkpoint file.
 *
 * @param network the network, not copied
 * @param configYaml the run's effective configuration
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

    /**
     * Replaces each weight by the mean of this checkpoint's and others'. Such a mean predicts as a network does whose
     * learning rate was lowered at the end (Izmailov et al. 2018, arXiv 1803.05407). Coupled gates stay coupled.
     *
     * @param others files of checkpoints with the same layers and vocabulary, read one after the other
     * @throws UserError if one cannot be read, or has other layers or another vocabulary
     */
    public void averageWith(List<Path> others) {
        INDArray sum = network.params().castTo(DataType.DOUBLE);
        for (Path file : others) {
            Checkpoint other = CheckpointReader.read(file, false);
            if (!other.hiddenSizes().equals(hiddenSizes())) {
                throw new UserError(file + " has hidden sizes " + other.hiddenSizes() + ", but must have "
                        + hiddenSizes() + " to be averaged");
            }
            if (!other.vocabulary().characters().equals(vocabulary.characters())) {
                throw new UserError(file + " has another vocabulary, so it cannot be averaged");
            }
            sum.addi(other.network().params().castTo(DataType.DOUBLE));
        }
        network.params().assign(sum.divi(others.size() + 1));
    }

    /** The same checkpoint with another progress. */
    public Checkpoint withProgress(Progress other) {
        return new Checkpoint(network, vocabulary, configYaml, other, state);
    }
}
