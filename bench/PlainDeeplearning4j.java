import java.io.File;
import java.util.Arrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Loads a checkpoint using only Deeplearning4j's own classes, and prints its network's output for a fixed input.
 *
 * <pre>java -cp charrnn.jar bench/PlainDeeplearning4j.java checkpoints/lstm/best.zip</pre>
 *
 * The input is 20 one-hot characters. Each line has the probabilities of all symbols at one time step. {@code
 * bench/same.sh} compares the lines of two versions of the program.
 */
public final class PlainDeeplearning4j {
    private static final int STEPS = 20;

    private PlainDeeplearning4j() {}

    public static void main(String[] args) throws Exception {
        File file = new File(args[0]);
        MultiLayerNetwork network = MultiLayerNetwork.load(file, false);
        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file, false);
        if (!network.params().equals(restored.params())) {
            throw new IllegalStateException("MultiLayerNetwork.load and ModelSerializer read different parameters");
        }
        System.out.println(network.getnLayers() + " layers, " + network.numParams() + " parameters");
        System.out.println(Arrays.toString(network.getLayerNames().toArray()));
        long symbols = network.layerInputSize(0);
        INDArray input = Nd4j.zeros(DataType.FLOAT, 1, symbols, STEPS);
        for (int step = 0; step < STEPS; step++) {
            input.putScalar(new long[] {0, step * 7L % symbols, step}, 1);
        }
        INDArray output = network.output(input);
        for (int step = 0; step < STEPS; step++) {
            StringBuilder line = new StringBuilder();
            for (long symbol = 0; symbol < symbols; symbol++) {
                line.append(symbol == 0 ? "" : " ").append(output.getFloat(0, symbol, step));
            }
            System.out.println(line);
        }
    }
}
