package charrnn.lstm;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Deeplearning4j's Adam (Kingma and Ba 2015, arXiv 1412.6980), computed on all threads by loops that HotSpot vectorises. With the
 * gradient g, iteration i from 0 and rate η:
 *
 * <pre>
 * m = β1 m + (1 - β1) g
 * v = β2 v + (1 - β2) g²
 * g = η √(1 - β2^(i+1)) / (1 - β1^(i+1)) m / (√v + ε)
 * </pre>
 *
 * <p>Configuration and state are Deeplearning4j's own objects.
 */
public final class FastAdam extends AdamUpdater {
    private static final int CHUNK = 4096; // numbers that a thread computes at a time; they fit into a core's cache

    private FastAdam(AdamUpdater stock) {
        super(stock.getConfig());
        setM(stock.getM());
        setV(stock.getV());
        setGradientReshapeOrder(stock.getGradientReshapeOrder());
    }

    /**
     * Replaces Adam in a network's updater, which it creates if necessary. Other optimizers stay. Call it again after
     * Deeplearning4j's {@code setLearningRate}, which makes a new updater.
     */
    public static void install(MultiLayerNetwork network) {
        if (network.getUpdater() instanceof BaseMultiLayerUpdater<?> updater) {
            for (UpdaterBlock block : updater.getUpdaterBlocks()) {
                if (block.getGradientUpdater().getClass() == AdamUpdater.class) {
                    block.setGradientUpdater(new FastAdam((AdamUpdater) block.getGradientUpdater()));
                }
            }
        }
    }

    /**
     * Replaces a gradient by the update that is subtracted from the parameters. Other types than FLOAT, and an ε of 0, which
     * ND4J replaces, are left to Deeplearning4j's code.
     *
     * @param gradient [1, parameters], dense
     */
    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        Adam config = getConfig();
        if (gradient.dataType() != DataType.FLOAT || config.getEpsilon() == 0) {
            super.applyUpdater(gradient, iteration, epoch);
            return;
        }
        double beta1 = config.getBeta1();
        double beta2 = config.getBeta2();
        double rate = config.getLearningRate(iteration, epoch)
                * Math.sqrt(1 - Math.pow(beta2, iteration + 1))
                / (1 - Math.pow(beta1, iteration + 1));
        FloatBuffer g = Matrix.memory(gradient);
        FloatBuffer m = Matrix.memory(getM());
        FloatBuffer v = Matrix.memory(getV());
        int size = (int) gradient.length();
        int shares = Partition.shareCount(size / CHUNK);
        Partition.run(shares, share -> {
            float[] gs = new float[CHUNK];
            float[] ms = new float[CHUNK];
            float[] vs = new float[CHUNK];
            int end = Partition.start(size, share + 1, shares);
            for (int at = Partition.start(size, share, shares); at < end; at += CHUNK) {
                int count = Math.min(CHUNK, end - at);
                g.get(at, gs, 0, count);
                m.get(at, ms, 0, count);
                v.get(at, vs, 0, count);
                update(gs, ms, vs, (float) beta1, (float) beta2, (float) rate, (float) config.getEpsilon(), count);
                g.put(at, gs, 0, count);
                m.put(at, ms, 0, count);
                v.put(at, vs, 0, count);
            }
        });
        Reference.reachabilityFence(gradient);
        Reference.reachabilityFence(this);
    }

    private static void update(
            float[] g, float[] m, float[] v, float beta1, float beta2, float rate, float epsilon, int count) {
        float oneMinusBeta1 = 1 - beta1;
        float oneMinusBeta2 = 1 - beta2;
        for (int k = 0; k < count; k++) {
            m[k] = beta1 * m[k] + oneMinusBeta1 * g[k];
            v[k] = beta2 * v[k] + oneMinusBeta2 * g[k] * g[k];
            g[k] = rate * m[k] / ((float) Math.sqrt(v[k]) + epsilon);
        }
    }
}
