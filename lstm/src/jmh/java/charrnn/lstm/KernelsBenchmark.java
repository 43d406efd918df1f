package charrnn.lstm;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The loops over single numbers, each at the size that one thread of two has in a time step of 2×512 with 64 streams: 32
 * rows. They work in place, so each call gets fresh numbers; {@link #copy} measures the copy of them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KernelsBenchmark {
    private static final int BATCH = 32;
    private static final int HIDDEN = 512;
    private static final int VOCABULARY = 96;

    private final Gates z = new Gates(BATCH, HIDDEN, false);
    private final Gates bias = new Gates(BATCH, HIDDEN, false);
    private final float[] preActivations = new float[BATCH * 4 * HIDDEN];
    private final float[] cells = new float[BATCH * HIDDEN];
    private final float[] tanhCells = new float[BATCH * HIDDEN];
    private final float[] step = new float[BATCH * HIDDEN];
    private final float[] cellGradient = new float[BATCH * HIDDEN];
    private final float[] logits = new float[VOCABULARY];
    private final float[] logitBias = new float[VOCABULARY];

    @Setup(Level.Trial)
    public void load() {
        Random random = new Random(1);
        fill(preActivations, random);
        fill(cells, random);
        fill(step, random);
    }

    private static void fill(float[] values, Random random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
    }

    /** Part of the times of the gates. */
    @Benchmark
    public Gates copy() {
        for (int row = 0; row < BATCH; row++) {
            z.set(row, preActivations, row);
        }
        return z;
    }

    @Benchmark
    public float[] gatesForward() {
        copy();
        z.forward(bias, cells, tanhCells, step, BATCH * HIDDEN);
        return step;
    }

    @Benchmark
    public float[] gatesBackward() {
        copy();
        z.backward(cells, tanhCells, step, cellGradient, BATCH * HIDDEN);
        return step;
    }

    /** One character's softmax and loss. */
    @Benchmark
    public double softmaxLoss() {
        System.arraycopy(preActivations, 0, logits, 0, VOCABULARY);
        return FastOutput.crossEntropy(logits, logitBias, 7);
    }
}
