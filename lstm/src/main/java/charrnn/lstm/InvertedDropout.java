package charrnn.lstm;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Deeplearning4j's dropout of single values: each is kept with probability p and then divided by p, or becomes zero.
 * The mask is a hash of a value's index and of a seed, drawn for each pass from ND4J's generator. So the backward pass
 * computes the same mask again, nothing is stored, and the result does not depend on the number of threads.
 */
final class InvertedDropout {
    /** Number of values copied between native memory and Java at a time; they fit into a core's cache. */
    private static final int BLOCK = 4096;

    /** 0, 1, 2, …; HotSpot 17 vectorises a loop that reads its index from an array: it is eleven times as fast. */
    private static final int[] INDICES = new int[BLOCK];

    static {
        Arrays.setAll(INDICES, index -> index);
    }

    private double keepProbability;
    private long seed;
    private boolean dropped;

    /**
     * Draws a mask and applies it.
     *
     * @param dropout a {@link Dropout}; null for none
     * @param input [B, n, T]
     * @return the masked input, of the same shape; the input itself without dropout
     */
    INDArray forward(@Nullable IDropout dropout, INDArray input, LayerWorkspaceMgr workspaces) {
        dropped = dropout != null;
        if (dropout == null) {
            return input;
        }
        keepProbability = ((Dropout) dropout).getP();
        seed = Nd4j.getRandom().nextLong();
        INDArray output = TimeMajor.create(workspaces, ArrayType.INPUT, input.size(0), input.size(1), input.size(2));
        applyMask(TimeMajor.matrix(input), TimeMajor.matrix(output));
        return output;
    }

    /**
     * Applies the mask of the last forward pass, if it drew one, to a gradient.
     *
     * @param epsilon [T B, n], dense in 'c' order, changed in place
     */
    void backward(INDArray epsilon) {
        if (dropped) {
            applyMask(epsilon, epsilon);
        }
    }

    /** Masks {@code from}; both are [T B, n], dense in 'c' order. */
    private void applyMask(INDArray from, INDArray to) {
        FloatBuffer in = Matrix.memory(from);
        FloatBuffer out = Matrix.memory(to);
        int length = (int) from.length();
        int shares = Partition.shareCount((int) from.size(0));
        Partition.run(
                shares,
                s -> applyMask(in, out, Partition.start(length, s, shares), Partition.start(length, s + 1, shares)));
        Reference.reachabilityFence(from); // its buffer does not keep it alive
        Reference.reachabilityFence(to);
    }

    private void applyMask(FloatBuffer in, FloatBuffer out, int first, int end) {
        float[] values = new float[BLOCK];
        int[] mask = new int[BLOCK];
        for (int at = first; at < end; at += BLOCK) {
            int count = Math.min(BLOCK, end - at);
            draw(at, mask);
            in.get(at, values, 0, count);
            scale(values, mask, (float) (1 / keepProbability), count);
            out.put(at, values, 0, count);
        }
    }

    private static void scale(float[] values, int[] mask, float factor, int count) {
        for (int i = 0; i < count; i++) {
            values[i] *= mask[i] * factor;
        }
    }

    /**
     * Computes the mask, 1 or 0, of the values from index {@code first} on. The hash is the finalizer of MurmurHash3
     * (Austin Appleby, public domain) with half of the seed between its steps.
     */
    private void draw(int first, int[] mask) {
        int low = (int) seed + first;
        int high = (int) (seed >>> 32);
        int threshold = (int) (keepProbability * Integer.MAX_VALUE);
        for (int i = 0; i < BLOCK; i++) {
            int x = INDICES[i] + low;
            x = (x ^ (x >>> 16)) * 0x85EBCA6B;
            x = ((x ^ (x >>> 13)) + high) * 0xC2B2AE35;
            x ^= x >>> 16;
            mask[i] = ((x >>> 1) - threshold) >>> 31;
        }
    }
}
