package charrnn.lstm;

import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
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

/** One character read by one stream of a two-layer network. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StepperBenchmark {
    private static final int VOCABULARY = 96;

    @Param({"128", "256", "512", "768"})
    public int hidden;

    /** BFLOAT16 needs a processor that multiplies it. */
    @Param({"FLOAT", "BFLOAT16"})
    public DataType factorType;

    private LstmStepper stepper;
    private int symbol;

    @Setup(Level.Trial)
    public void load() {
        NativeLibrary.choose();
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(lstm(VOCABULARY))
                .layer(lstm(hidden))
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(hidden)
                        .nOut(VOCABULARY)
                        .dataFormat(RNNFormat.NCW)
                        .build())
                .build());
        network.init();
        stepper = new LstmStepper(network, true, 1, factorType);
        stepper.add();
    }

    private LSTM lstm(int inputs) {
        return new LSTM.Builder()
                .nIn(inputs)
                .nOut(hidden)
                .activation(Activation.TANH)
                .dataFormat(RNNFormat.NCW)
                .build();
    }

    @Benchmark
    public float[] step() {
        symbol = (symbol + 1) % VOCABULARY;
        stepper.step(symbol);
        return stepper.logProbabilities(0);
    }
}
