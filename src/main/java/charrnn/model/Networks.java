package charrnn.model;

import charrnn.config.ModelConfig;
import charrnn.config.ModelConfig.Engine;
import charrnn.config.ModelConfig.Gates;
import charrnn.config.TrainingConfig;
import charrnn.config.TrainingConfig.Precision;
import charrnn.lstm.FastAdam;
import charrnn.lstm.LstmInstaller;
import charrnn.lstm.NativeLibrary;
import charrnn.match.InputEncoding;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.LSTMParamInitializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Builds the network of a configuration, and makes a restored one ready for training and inference. */
public final class Networks {
    /** Standard deviation of the first layer's input weights; docs/lab/notebook/ablations.md has its effect. */
    private static final double INPUT_DEVIATION = 0.2;

    private Networks() {}

    /** A new network of LSTM layers and a softmax over the vocabulary, with seeded random weights. */
    public static StreamingNetwork create(ModelConfig model, TrainingConfig training, int vocabulary) {
        StreamingNetwork network = new StreamingNetwork(new NetworkDesign(model, training, vocabulary).configuration());
        Nd4j.getRandom().setSeed(nativeSeed(training.seed()));
        network.init();
        network.getUpdater(); // makes it
        widenInputWeights(network);
        if (model.gates() == Gates.COUPLED) {
            LstmInstaller.couple(network);
        }
        return ready(network, model.engine(), model.gates(), training.precision());
    }

    /**
     * Scales the input weights up. Xavier's deviation suits a sum over all inputs, but an input has a single 1 in
     * each of some one-hot vectors: the input would hardly affect the new network's activations.
     */
    private static void widenInputWeights(StreamingNetwork network) {
        INDArray weights = network.getLayer(0).getParam(LSTMParamInitializer.INPUT_WEIGHT_KEY);
        weights.muli(INPUT_DEVIATION / weights.stdNumber(false).doubleValue());
    }

    /** Copies the weights of a network into another one of the same layers, which may have more inputs: those get zeros. */
    public static void copyWeights(MultiLayerNetwork from, MultiLayerNetwork to) {
        to.paramTable().forEach((name, values) -> {
            INDArray copied = from.getParam(name);
            if (copied.length() < values.length()) {
                values.assign(0);
                values.get(NDArrayIndex.interval(0, copied.rows()), NDArrayIndex.all())
                        .assign(copied);
            } else {
                values.assign(copied);
            }
        });
    }

    /** The layout of a network's inputs, which the sizes of its first and its last layer determine. */
    public static InputEncoding encoding(MultiLayerNetwork network) {
        int vocabulary = network.layerSize(network.getnLayers() - 1);
        int inputs = network.layerInputSize(0);
        return InputEncoding.of(vocabulary, inputs)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a network of " + inputs + " inputs and " + vocabulary + " symbols"));
    }

    /**
     * A copy of a restored network, its optimizer's state and its counters, with charrnn's LSTM in float32. The gates are
     * coupled if the weights are.
     */
    public static StreamingNetwork resume(MultiLayerNetwork restored) {
        Gates gates = LstmInstaller.isCoupled(restored) ? Gates.COUPLED : Gates.FULL;
        return resume(restored, Engine.FAST, gates, Precision.FLOAT32);
    }

    /** As {@link #resume(MultiLayerNetwork)}, with the LSTM, the gates and the precision of a run. */
    public static StreamingNetwork resume(MultiLayerNetwork restored, ModelConfig model, Precision precision) {
        return resume(restored, model.engine(), model.gates(), precision);
    }

    private static StreamingNetwork resume(
            MultiLayerNetwork restored, Engine engine, Gates gates, Precision precision) {
        StreamingNetwork network = new StreamingNetwork(copy(restored.getLayerWiseConfigurations()));
        network.init(restored.params(), true);
        if (restored.getUpdater(false) != null && restored.getUpdater().getStateViewArray() != null) {
            network.getUpdater()
                    .setStateViewArray(network, restored.getUpdater().getStateViewArray(), true);
        }
        return ready(network, engine, gates, precision);
    }

    /** A copy with its own optimizers. Deeplearning4j's copy shares them, and so the learning rate, with the original. */
    private static MultiLayerConfiguration copy(MultiLayerConfiguration original) {
        MultiLayerConfiguration copy = original.clone();
        for (NeuralNetConfiguration layer : copy.getConfs()) {
            if (layer.getLayer() instanceof BaseLayer own) {
                own.setIUpdater(own.getIUpdater().clone());
            }
        }
        return copy;
    }

    /** Precision of the factors in the LSTM layers' matrix products on this machine: FLOAT32 or BFLOAT16. */
    public static Precision productPrecision(Engine engine, Precision precision) {
        boolean rounded =
                precision == Precision.BFLOAT16 || precision == Precision.AUTO && NativeLibrary.multipliesBfloat16();
        return rounded && engine == Engine.FAST ? Precision.BFLOAT16 : Precision.FLOAT32;
    }

    private static StreamingNetwork ready(StreamingNetwork network, Engine engine, Gates gates, Precision precision) {
        if (engine == Engine.FAST) {
            if (network.getUpdater(false) != null) { // otherwise for inference, which needs no state of Adam
                FastAdam.install(network);
            }
            boolean rounded = productPrecision(engine, precision) == Precision.BFLOAT16;
            LstmInstaller.install(network, gates == Gates.COUPLED, rounded ? DataType.BFLOAT16 : DataType.FLOAT);
        }
        return network;
    }

    /** A seed for ND4J's generator, which replaces 0 by the clock (libnd4j's {@code RandomGenerator::setStates}). */
    public static long nativeSeed(long seed) {
        return seed == 0 ? Long.MIN_VALUE : seed;
    }
}
