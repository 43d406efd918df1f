package charrnn.lstm;

import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Adam for two layers, Deeplearning4j's and {@link FastAdam}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AdamBenchmark {
    @Param({"128", "512", "768"})
    public int hidden;

    @Param({"false", "true"})
    public boolean fast;

    private GradientUpdater<?> updater;
    private INDArray gradient;
    private INDArray update;

    @Setup
    public void load() {
        NativeLibrary.choose();
        MultiLayerNetwork network = Nets.stock(98, 1, hidden, hidden);
        if (fast) {
            FastAdam.install(network);
        }
        updater = ((MultiLayerUpdater) network.getUpdater())
                .getUpdaterBlocks()
                .get(0)
                .getGradientUpdater();
        gradient = Nd4j.randn(DataType.FLOAT, 1, network.numParams()).muli(0.01);
        update = gradient.dup();
    }

    /** Includes a copy of the gradient, which the updater overwrites. */
    @Benchmark
    public INDArray adam() {
        update.assign(gradient);
        updater.applyUpdater(update, 100, 0);
        return update;
    }
}
