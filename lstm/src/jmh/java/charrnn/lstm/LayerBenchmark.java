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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A layer of 2×512 over a segment, 64 streams and 100 time steps: the first layer reads symbols, the second the first
 * one's output. A backward pass uses up what its forward pass left, so it is measured together with one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class LayerBenchmark {
    private static final int BATCH = 64;
    private static final int TIME = 100;
    private static final int HIDDEN = 512;
    private static final int VOCABULARY = 96;

    /** Which layer of the network. */
    @Param({"first", "second"})
    public String layer = "";

    /** What products round their factors to. */
    @Param({"FLOAT", "BFLOAT16"})
    public DataType factors = DataType.FLOAT;

    /** Whether the input gate is coupled to the forget gate. */
    @Param({"false", "true"})
    public boolean coupled;

    private LstmPass pass;
    private INDArray x;
    private int[] symbols;
    private INDArray bias;
    private INDArray state;
    private INDArray output;
    private INDArray epsilon;
    private INDArray weightGradient;
    private INDArray recurrentGradient;
    private INDArray biasGradient;
    private INDArray inputGradient;

    @Setup(Level.Trial)
    public void load() {
        NativeLibrary.choose();
        boolean first = layer.equals("first");
        int inputs = first ? VOCABULARY : HIDDEN;
        INDArray weights = weights(inputs);
        int ones = first ? 1 : 0;
        pass = new LstmPass(BATCH, TIME, weights, weights(HIDDEN), ones, coupled, Partition.shareCount(BATCH), factors);
        x = first ? null : Nd4j.rand(DataType.FLOAT, TIME * BATCH, HIDDEN).subi(0.5);
        symbols = first ? new Random(1).ints(TIME * BATCH, 0, VOCABULARY).toArray() : null;
        bias = zeros('c', 1, 4 * HIDDEN);
        state = zeros('c', BATCH, HIDDEN);
        output = zeros('c', TIME * BATCH, HIDDEN);
        epsilon = Nd4j.rand(DataType.FLOAT, TIME * BATCH, HIDDEN).subi(0.5).muli(0.01);
        weightGradient = zeros('f', inputs, 4 * HIDDEN);
        recurrentGradient = zeros('f', HIDDEN, 4 * HIDDEN);
        biasGradient = zeros('c', 1, 4 * HIDDEN);
        inputGradient = first ? null : zeros('c', TIME * BATCH, HIDDEN);
    }

    private static INDArray weights(int inputs) {
        INDArray weights = zeros('f', inputs, 4 * HIDDEN);
        return weights.assign(
                Nd4j.rand(DataType.FLOAT, inputs, 4 * HIDDEN).subi(0.5).muli(0.1));
    }

    private static INDArray zeros(char order, long rows, long columns) {
        return Nd4j.create(DataType.FLOAT, new long[] {rows, columns}, order);
    }

    @Benchmark
    public INDArray forward() {
        pass.forward(x, symbols, bias, state, state, output);
        return output;
    }

    @Benchmark
    public INDArray forwardAndBackward() {
        pass.forward(x, symbols, bias, state, state, output);
        pass.backward(epsilon, weightGradient, recurrentGradient, biasGradient, inputGradient);
        return weightGradient;
    }
}
