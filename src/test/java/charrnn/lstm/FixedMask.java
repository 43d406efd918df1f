package charrnn.lstm;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Dropout that always drops the same values, in stock Deeplearning4j too. Deeplearning4j's own draws new masks for each
 * pass, of which the output layer makes two an update, so that no loss can be compared with another.
 */
final class FixedMask implements IDropout {
    private static final long serialVersionUID = 1L;

    private final int batch;
    private final double retain;
    private final long seed;

    FixedMask(int batch, double retain, long seed) {
        this.batch = batch;
        this.retain = retain;
        this.seed = seed;
    }

    /** Sets a mask for each layer but the first, and returns them. */
    static List<FixedMask> set(MultiLayerNetwork network, int batch, int seed) {
        List<FixedMask> masks = new ArrayList<>();
        for (int i = 1; i < network.getnLayers(); i++) {
            FixedMask mask = new FixedMask(batch, 0.6, seed + i);
            network.getLayer(i).conf().getLayer().setIDropout(mask);
            masks.add(mask);
        }
        return masks;
    }

    @Override
    public INDArray applyDropout(
            INDArray input, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
        return result.assign(input.mul(mask(input)));
    }

    @Override
    public INDArray backprop(INDArray epsilon, INDArray result, int iteration, int epoch) {
        return result.assign(epsilon.mul(mask(epsilon)));
    }

    /** For [batch, units, time] and, as the output layer has it, [time · batch, units]. */
    private INDArray mask(INDArray values) {
        INDArray mask = Nd4j.create(values.dataType(), values.shape(), 'c');
        for (int r = 0; r < values.size(0); r++) {
            for (int unit = 0; unit < values.size(1); unit++) {
                if (values.rank() == 2) {
                    mask.putScalar(r, unit, factor(r % batch, unit, r / batch));
                } else {
                    for (int t = 0; t < values.size(2); t++) {
                        mask.putScalar(r, unit, t, factor(r, unit, t));
                    }
                }
            }
        }
        return mask;
    }

    double factor(int stream, int unit, int time) {
        boolean kept = new Random(seed + 1_000_000L * stream + 1000L * unit + time).nextDouble() < retain;
        return kept ? 1 / retain : 0;
    }

    @Override
    public void clear() {}

    @Override
    public IDropout clone() {
        return this;
    }
}
