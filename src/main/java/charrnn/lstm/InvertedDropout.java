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
 * Deeplearning4j's dropout of single values: each is kept with probability p and then divided by p, or becomes zero. A
 * hash of a value's place and of one number a pass from ND4J's generator decides, so that the backward pass draws again
 * what the forward pass drew, without a stored mask, and the number of threads changes nothing.
 */
final class InvertedDropout {
    /** Values that go from native memory to Java and back at a time: they stay in a core's cache. */
    private static final int BLOCK = 4096;

    /** 0, 1, 2, …: HotSpot 17 vectorises a loop that reads its index from here, which makes it eleven times as fast. */
    private static final int[] PLACES = new int[BLOCK];

    static {
        Arrays.setAll(PLACES, place -> place);
    }

    private final int wantedShares;
    private double kept;
    private long pass;
    private boolean dropped;

    /** @param shares threads to use; 0 for as many as the rows suffice for */
    InvertedDropout(int shares) {
        this.wantedShares = shares;
    }

    /**
     * Draws which values to drop, and drops them.
     *
     * @param dropout what the layer is configured with
     * @param input [B, n, T]
     * @return what is left, of the same shape; null for another kind of dropout, or another shape
     */
    @Nullable
    INDArray forward(@Nullable IDropout dropout, INDArray input, LayerWorkspaceMgr workspaces) {
        dropped = false;
        if (!(dropout instanceof Dropout plain) || plain.getPSchedule() != null || input.rank() != 3) {
            return null;
        }
        dropped = true;
        kept = plain.getP();
        pass = Nd4j.getRandom().nextLong();
        INDArray left = TimeMajor.create(workspaces, ArrayType.INPUT, input.size(0), input.size(1), input.size(2));
        apply(TimeMajor.matrix(input), TimeMajor.matrix(left));
        return left;
    }

    /**
     * Drops in a gradient what the last forward pass dropped.
     *
     * @param epsilon [T B, n], dense in 'c' order, changed in place
     * @return whether the last forward pass was done here
     */
    boolean backward(INDArray epsilon) {
        if (dropped) {
            apply(epsilon, epsilon);
        }
        return dropped;
    }

    /** Both [T B, n], dense in 'c' order. */
    private void apply(INDArray from, INDArray to) {
        FloatBuffer in = Matrix.memory(from);
        FloatBuffer out = Matrix.memory(to);
        int length = (int) from.length();
        int shares = Partition.of((int) from.size(0), wantedShares);
        Partition.run(
                shares,
                s -> apply(in, out, Partition.start(length, s, shares), Partition.start(length, s + 1, shares)));
        Reference.reachabilityFence(from); // a buffer does not keep it alive
        Reference.reachabilityFence(to);
    }

    private void apply(FloatBuffer in, FloatBuffer out, int first, int end) {
        float[] values = new float[BLOCK];
        int[] keeps = new int[BLOCK];
        for (int at = first; at < end; at += BLOCK) {
            int count = Math.min(BLOCK, end - at);
            draw(at, keeps);
            in.get(at, values, 0, count);
            scale(values, keeps, (float) (1 / kept), count);
            out.put(at, values, 0, count);
        }
    }

    private static void scale(float[] values, int[] keeps, float factor, int count) {
        for (int i = 0; i < count; i++) {
            values[i] *= keeps[i] * factor;
        }
    }

    /**
     * One or zero for each of the places from {@code first} on. The hash is the finalizer of MurmurHash3 (Austin Appleby,
     * public domain) with the pass's number between its steps.
     */
    private void draw(int first, int[] keeps) {
        int low = (int) pass + first;
        int high = (int) (pass >>> 32);
        int threshold = (int) (kept * Integer.MAX_VALUE);
        for (int i = 0; i < BLOCK; i++) {
            int x = PLACES[i] + low;
            x = (x ^ (x >>> 16)) * 0x85EBCA6B;
            x = ((x ^ (x >>> 13)) + high) * 0xC2B2AE35;
            x ^= x >>> 16;
            keeps[i] = ((x >>> 1) - threshold) >>> 31;
        }
    }
}
