package charrnn.lstm;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
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
 * The loops over single numbers, each at the size that one thread of two meets in a time step of 2×512 with 64 streams:
 * 32 rows. They work in place, so each call is given fresh numbers; what the copy of them takes stands in {@link #copy}.
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

    private final FloatGates gates = new FloatGates();
    private final FloatSoftmaxLoss softmax = new FloatSoftmaxLoss();

    private final GateRows<float[]> z = new GateRows<>(Precision.SINGLE, BATCH, HIDDEN);
    private final GateRows<float[]> bias = new GateRows<>(Precision.SINGLE, BATCH, HIDDEN);
    private final float[] preActivations = new float[BATCH * 4 * HIDDEN];
    private final float[] cells = new float[BATCH * HIDDEN];
    private final float[] tanhCells = new float[BATCH * HIDDEN];
    private final float[] step = new float[BATCH * HIDDEN];
    private final float[] cellGradient = new float[BATCH * HIDDEN];
    private final float[] logits = new float[VOCABULARY];
    private final float[] logitBias = new float[VOCABULARY];
    private INDArray matrix;
    private INDArray turned;
    private Transposition<float[]> transposition;

    @Setup(Level.Trial)
    public void load() {
        NativeLibrary.choose();
        Random random = new Random(1);
        fill(preActivations, random);
        fill(cells, random);
        fill(step, random);
        matrix = Nd4j.rand(DataType.FLOAT, 4 * HIDDEN, HIDDEN);
        turned = Nd4j.create(DataType.FLOAT, new long[] {HIDDEN, 4 * HIDDEN}, 'c');
        transposition = new Transposition<>(Precision.SINGLE, 4 * HIDDEN, HIDDEN, Partition.of(2 * BATCH, 0));
    }

    private static void fill(float[] values, Random random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
    }

    /** Part of the figures of the gates. */
    @Benchmark
    public GateRows<float[]> copy() {
        for (int row = 0; row < BATCH; row++) {
            z.set(row, preActivations, row);
        }
        return z;
    }

    @Benchmark
    public float[] gatesForward() {
        copy();
        gates.forward(z, bias, cells, tanhCells, step, BATCH * HIDDEN);
        return step;
    }

    @Benchmark
    public float[] gatesBackward() {
        copy();
        gates.backward(z, cells, tanhCells, step, cellGradient, BATCH * HIDDEN);
        return step;
    }

    /** One character's softmax and loss. */
    @Benchmark
    public double softmaxLoss() {
        System.arraycopy(preActivations, 0, logits, 0, VOCABULARY);
        return softmax.gradient(logits, logitBias, VOCABULARY, 7);
    }

    /** Recurrent weights from Deeplearning4j's order into rows, [2048, 512], by all threads. */
    @Benchmark
    public INDArray transposition() {
        transposition.run(Precision.SINGLE.memory(matrix), Precision.SINGLE.memory(turned));
        return turned;
    }
}
