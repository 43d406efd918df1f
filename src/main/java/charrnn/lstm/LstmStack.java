package charrnn.lstm;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters of a network that can be stepped through: LSTM layers and a softmax output layer. They are the
 * network's own arrays, which training changes: copy what is to stay.
 *
 * @param layers from the first to the last
 * @param weights of the output layer, [H, V]
 * @param bias of the output layer, [1, V]
 */
record LstmStack(List<Lstm> layers, INDArray weights, INDArray bias) {
    /**
     * A layer of n inputs and H units.
     *
     * @param weights W [n, 4H]
     * @param recurrentWeights R [H, 4H]
     * @param bias b [1, 4H]
     */
    record Lstm(INDArray weights, INDArray recurrentWeights, INDArray bias) {
        int hidden() {
            return (int) recurrentWeights.size(0);
        }
    }

    /** @throws IllegalArgumentException if the network has other layers */
    static LstmStack of(MultiLayerNetwork network) {
        Layer[] all = network.getLayers();
        List<Lstm> lstms = new ArrayList<>();
        for (Layer layer : all) {
            if (layer instanceof LSTM) {
                lstms.add(new Lstm(layer.getParam("W"), layer.getParam("RW"), layer.getParam("b")));
            }
        }
        Layer last = all[all.length - 1];
        if (lstms.isEmpty() || lstms.size() != all.length - 1 || !(last instanceof RnnOutputLayer)) {
            throw new IllegalArgumentException("not a stack of LSTM layers with an output layer");
        }
        return new LstmStack(List.copyOf(lstms), last.getParam("W"), last.getParam("b"));
    }
}
