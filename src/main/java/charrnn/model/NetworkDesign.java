package charrnn.model;

import charrnn.config.ModelConfig;
import charrnn.config.TrainingConfig;
import charrnn.match.InputEncoding;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * The numbers that define a network of LSTM layers and a softmax over the vocabulary, without its weights. Equal designs give
 * equal configurations in Deeplearning4j; the configuration in a checkpoint must equal that of its design.
 *
 * @param hidden hidden size of each LSTM layer, [layers]
 * @param keep probability that dropout keeps an activation between layers and before the output; 1 for no dropout
 * @param sequenceLength characters in a segment: truncated backpropagation spans one
 */
public record NetworkDesign(
        InputEncoding encoding,
        List<Integer> hidden,
        double forgetBias,
        double keep,
        int sequenceLength,
        long seed,
        IUpdater updater) {

    /** The network that a run's configuration describes. */
    static NetworkDesign of(ModelConfig model, TrainingConfig training, int vocabulary) {
        return new NetworkDesign(
                new InputEncoding(vocabulary, model.match(), model.names()),
                model.hiddenSizes(),
                model.forgetBias(),
                1 - model.dropout(),
                training.sequenceLength(),
                Networks.nativeSeed(training.seed()),
                updater(training));
    }

    private static IUpdater updater(TrainingConfig training) {
        return switch (training.optimizer()) {
            case ADAM -> adam(training.learningRate(), training.beta1(), training.beta2());
            case RMSPROP -> new RmsProp(training.learningRate());
            case SGD -> new Sgd(training.learningRate());
        };
    }

    /** Adam with Deeplearning4j's default epsilon. */
    public static Adam adam(double learningRate, double beta1, double beta2) {
        return new Adam(learningRate, beta1, beta2, Adam.DEFAULT_ADAM_EPSILON);
    }

    /** Number of symbols that are predicted. */
    public int vocabulary() {
        return encoding.vocabulary();
    }

    /** Number of parameters: W, RW and b of each LSTM layer's four gates, W and b of the output layer. */
    public long parameterCount() {
        long sum = 0;
        long width = encoding.size();
        for (int size : hidden) {
            sum += 4L * size * (width + size + 1);
            width = size;
        }
        return sum + vocabulary() * (width + 1);
    }

    /** Number of values in the optimizer's state; 0 for SGD. */
    public long updaterStateSize() {
        return updater.stateSize(parameterCount());
    }

    /**
     * Deeplearning4j's configuration of the network. Deeplearning4j's list builder is not used: it would seed ND4J's
     * generator, possibly in the middle of a training, and load the native library.
     */
    public MultiLayerConfiguration configuration() {
        double dropout = keep < 1 ? keep : 0; // Deeplearning4j's 0 is none
        List<NeuralNetConfiguration> layers = new ArrayList<>();
        int inputs = encoding.size();
        for (int size : hidden) {
            LSTM layer = new LSTM.Builder()
                    .nIn(inputs)
                    .nOut(size)
                    .activation(Activation.TANH)
                    .gateActivationFunction(Activation.SIGMOID)
                    .forgetGateBiasInit(forgetBias)
                    .dataFormat(RNNFormat.NCW)
                    .helperAllowFallback(false)
                    .dropOut(layers.isEmpty() ? 0 : dropout)
                    .build();
            layers.add(configuration(layer, layers.size()));
            inputs = size;
        }
        RnnOutputLayer output = new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nIn(inputs)
                .nOut(vocabulary())
                .dataFormat(RNNFormat.NCW)
                .dropOut(dropout)
                .build();
        layers.add(configuration(output, layers.size()));
        MultiLayerConfiguration network = new MultiLayerConfiguration();
        network.setConfs(layers);
        network.setBackpropType(BackpropType.TruncatedBPTT);
        network.setTbpttFwdLength(sequenceLength);
        network.setTbpttBackLength(sequenceLength);
        network.setTrainingWorkspaceMode(WorkspaceMode.ENABLED);
        network.setInferenceWorkspaceMode(WorkspaceMode.ENABLED);
        network.setCacheMode(CacheMode.NONE);
        return network;
    }

    private NeuralNetConfiguration configuration(Layer layer, int index) {
        NeuralNetConfiguration configuration = new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .weightInit(WeightInit.XAVIER)
                .updater(updater)
                .layer(layer)
                .build();
        configuration.getLayer().setLayerName("layer" + index);
        configuration.setSeed(seed);
        return configuration;
    }
}
