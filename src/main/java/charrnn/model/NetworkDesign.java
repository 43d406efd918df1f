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
 * The part of a configuration that defines a network of LSTM layers and a softmax over the vocabulary, without its weights.
 * A new network and one that is read from a checkpoint are built from it in the same way.
 *
 * @param vocabulary number of symbols that are predicted
 */
public record NetworkDesign(ModelConfig model, TrainingConfig training, int vocabulary) {
    public InputEncoding encoding() {
        return new InputEncoding(vocabulary, model.match(), model.names());
    }

    private IUpdater updater() {
        return switch (training.optimizer()) {
            case ADAM ->
                new Adam(training.learningRate(), training.beta1(), training.beta2(), Adam.DEFAULT_ADAM_EPSILON);
            case RMSPROP -> new RmsProp(training.learningRate());
            case SGD -> new Sgd(training.learningRate());
        };
    }

    /** Number of parameters: W, RW and b of each LSTM layer's four gates, W and b of the output layer. */
    public long parameterCount() {
        long sum = 0;
        long width = encoding().size();
        for (int size : model.hiddenSizes()) {
            sum += 4L * size * (width + size + 1);
            width = size;
        }
        return sum + vocabulary * (width + 1);
    }

    /** Number of values in the optimizer's state; 0 for SGD. */
    public long updaterStateSize() {
        return updater().stateSize(parameterCount());
    }

    /**
     * Deeplearning4j's configuration of the network. Deeplearning4j's list builder is not used: it would seed ND4J's
     * generator, possibly in the middle of a training, and load the native library.
     */
    public MultiLayerConfiguration configuration() {
        double dropout = model.dropout() > 0 ? 1 - model.dropout() : 0; // the probability of keeping; 0 for no dropout
        List<NeuralNetConfiguration> layers = new ArrayList<>();
        int inputs = encoding().size();
        for (int size : model.hiddenSizes()) {
            LSTM layer = new LSTM.Builder()
                    .nIn(inputs)
                    .nOut(size)
                    .activation(Activation.TANH)
                    .gateActivationFunction(Activation.SIGMOID)
                    .forgetGateBiasInit(model.forgetBias())
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
                .nOut(vocabulary)
                .dataFormat(RNNFormat.NCW)
                .dropOut(dropout)
                .build();
        layers.add(configuration(output, layers.size()));
        MultiLayerConfiguration network = new MultiLayerConfiguration();
        network.setConfs(layers);
        network.setBackpropType(BackpropType.TruncatedBPTT);
        network.setTbpttFwdLength(training.sequenceLength());
        network.setTbpttBackLength(training.sequenceLength());
        network.setTrainingWorkspaceMode(WorkspaceMode.ENABLED);
        network.setInferenceWorkspaceMode(WorkspaceMode.ENABLED);
        network.setCacheMode(CacheMode.NONE);
        return network;
    }

    private NeuralNetConfiguration configuration(Layer layer, int index) {
        NeuralNetConfiguration configuration = new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .weightInit(WeightInit.XAVIER)
                .updater(updater())
                .layer(layer)
                .build();
        configuration.getLayer().setLayerName("layer" + index);
        configuration.setSeed(Networks.nativeSeed(training.seed()));
        return configuration;
    }
}
