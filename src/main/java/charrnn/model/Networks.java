package charrnn.model;

import charrnn.config.ModelConfig;
import charrnn.config.ModelConfig.Engine;
import charrnn.config.TrainingConfig;
import charrnn.config.TrainingConfig.Precision;
import charrnn.lstm.LstmInstaller;
import charrnn.lstm.NativeLibrary;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.LSTMParamInitializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Builds the network of a configuration, and makes a restored one ready to compute. */
public final class Networks {
    /** Standard deviation of the first layer's input weights; docs/results.md has its effect. */
    private static final double INPUT_DEVIATION = 0.2;

    private Networks() {}

    /** A new network: {@code model.layers} LSTM layers and a softmax over the vocabulary, seeded weights. */
    public static StreamingNetwork create(ModelConfig model, TrainingConfig training, int vocabulary) {
        NetworkDesign design = NetworkDesign.of(model, training, vocabulary);
        StreamingNetwork network = new StreamingNetwork(design.configuration());
        Nd4j.getRandom().setSeed(design.seed());
        network.init();
        widenInputWeights(network);
        return ready(network, model.engine(), training.precision());
    }

    /**
     * Widens the input weights: a one-hot input has a single 1, however many symbols the vocabulary has, so weights whose
     * deviation suits a sum over all inputs are too small for the network to react to its text at first.
     */
    private static void widenInputWeights(StreamingNetwork network) {
        INDArray weights = network.getLayer(0).getParam(LSTMParamInitializer.INPUT_WEIGHT_KEY);
        weights.muli(INPUT_DEVIATION / weights.stdNumber(false).doubleValue());
    }

    /** A network that goes on from a restored one: its weights, its updater's state, its counters. */
    public static StreamingNetwork resume(MultiLayerNetwork restored, Engine engine) {
        return resume(restored, engine, Precision.FLOAT32);
    }

    /** Likewise, for training in this precision. */
    public static StreamingNetwork resume(MultiLayerNetwork restored, Engine engine, Precision precision) {
        StreamingNetwork network = new StreamingNetwork(copy(restored.getLayerWiseConfigurations()));
        network.init(restored.params(), true);
        if (restored.getUpdater(false) != null && restored.getUpdater().getStateViewArray() != null) {
            network.getUpdater()
                    .setStateViewArray(network, restored.getUpdater().getStateViewArray(), true);
        }
        return ready(network, engine, precision);
    }

    /** Deeplearning4j's copy shares the update rules, and with them the learning rate, with the original. */
    private static MultiLayerConfiguration copy(MultiLayerConfiguration original) {
        MultiLayerConfiguration copy = original.clone();
        for (NeuralNetConfiguration layer : copy.getConfs()) {
            if (layer.getLayer() instanceof BaseLayer own) {
                own.setIUpdater(own.getIUpdater().clone());
            }
        }
        return copy;
    }

    /** The precision of the factors in the LSTM layers' products on this machine, never AUTO. */
    public static Precision factors(Engine engine, Precision precision) {
        boolean rounded =
                precision == Precision.BFLOAT16 || precision == Precision.AUTO && NativeLibrary.multipliesBfloat16();
        return rounded && engine == Engine.FAST ? Precision.BFLOAT16 : Precision.FLOAT32;
    }

    private static StreamingNetwork ready(StreamingNetwork network, Engine engine, Precision precision) {
        if (engine == Engine.FAST) {
            boolean rounded = factors(engine, precision) == Precision.BFLOAT16;
            LstmInstaller.install(network, rounded ? DataType.BFLOAT16 : DataType.FLOAT);
        }
        return network;
    }

    /** A seed for ND4J's generator, which takes the clock instead of 0 (libnd4j's {@code RandomGenerator::setStates}). */
    public static long nativeSeed(long seed) {
        return seed == 0 ? Long.MIN_VALUE : seed;
    }
}
