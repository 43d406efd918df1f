package charrnn.lstm;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Deeplearning4j's softmax output layer, computed by {@link OutputPass}: one forward pass for the loss and the gradient,
 * where Deeplearning4j does two, and no change of layout. What it does not know, masks and labels that are not one-hot,
 * Deeplearning4j's own code computes.
 */
final class FastOutput extends RnnOutputLayer {
    private static final long serialVersionUID = 1L;

    private final transient int shares;
    private final transient InvertedDropout<?> dropout;
    private transient @Nullable OutputPass<?> pass;
    /** Nats of the forward pass that the gradient came from, until they are asked for; NaN if there is none. */
    private transient double loss = Double.NaN;

    /** @param shares threads to use; 0 for as many as the rows suffice for */
    FastOutput(NeuralNetConfiguration conf, DataType dataType, int shares) {
        super(conf, dataType);
        this.shares = shares;
        dropout = new InvertedDropout<>(Precision.of(dataType), shares);
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        loss = Double.NaN;
        super.setInput(input, workspaces);
    }

    @Override
    public void setLabels(INDArray labels) {
        loss = Double.NaN;
        super.setLabels(labels);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        int[] targets = targets();
        if (targets == null) {
            return super.backpropGradient(epsilon, workspaces);
        }
        applyDropOutIfNecessary(true, workspaces);
        INDArray x = TimeMajor.matrix(input);
        OutputPass<?> pass = pass(x);
        loss = pass.loss(x, getParam(DefaultParamInitializer.BIAS_KEY), targets);
        INDArray inputGradient = TimeMajor.create(
                workspaces, ArrayType.ACTIVATION_GRAD, x.dataType(), input.size(0), input.size(1), input.size(2));
        Gradient gradient = new DefaultGradient();
        pass.backward(
                x,
                FastLstm.place(gradientViews, DefaultParamInitializer.WEIGHT_KEY, gradient),
                FastLstm.place(gradientViews, DefaultParamInitializer.BIAS_KEY, gradient),
                TimeMajor.matrix(inputGradient));
        if (!dropout.backward(TimeMajor.matrix(inputGradient))) {
            inputGradient = backpropDropOutIfPresent(inputGradient);
        }
        return new Pair<>(gradient, inputGradient);
    }

    /** The symbols of the labels, [T B]; null where this layer's own way does not suffice. */
    private int @Nullable [] targets() {
        return maskArray == null && labels != null && labels.rank() == 3
                ? OneHot.symbols(labels, Precision.of(dataType))
                : null;
    }

    /** After a backward pass, the loss that it has differentiated, dropout included. */
    @Override
    public double computeScore(double regularization, boolean training, LayerWorkspaceMgr workspaces) {
        int[] targets = Double.isNaN(loss) ? targets() : null;
        if (Double.isNaN(loss) && targets == null) {
            return super.computeScore(regularization, training, workspaces);
        }
        if (targets != null) {
            INDArray x = TimeMajor.matrix(input);
            loss = pass(x).loss(x, getParam(DefaultParamInitializer.BIAS_KEY), targets);
        }
        score = loss / getInputMiniBatchSize() + regularization;
        loss = Double.NaN;
        return score;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (maskArray != null || input.rank() != 3) {
            return super.activate(training, workspaces);
        }
        applyDropOutIfNecessary(training, workspaces);
        INDArray x = TimeMajor.matrix(input);
        INDArray probabilities = TimeMajor.create(
                workspaces,
                ArrayType.ACTIVATIONS,
                x.dataType(),
                input.size(0),
                getParam("W").size(1),
                input.size(2));
        pass(x).probabilities(x, getParam(DefaultParamInitializer.BIAS_KEY), TimeMajor.matrix(probabilities));
        return probabilities;
    }

    @Override
    protected void applyDropOutIfNecessary(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray left =
                training && !dropoutApplied ? dropout.forward(layerConf().getIDropout(), input, workspaces) : null;
        if (left == null) {
            super.applyDropOutIfNecessary(training, workspaces);
        } else {
            input = left;
            dropoutApplied = true;
        }
    }

    private OutputPass<?> pass(INDArray x) {
        int rows = (int) x.size(0);
        INDArray weights = getParam(DefaultParamInitializer.WEIGHT_KEY);
        OutputPass<?> current = pass;
        if (current == null || !current.fits(rows, weights)) {
            current = new OutputPass<>(Precision.of(dataType), rows, weights, Partition.of(rows, shares));
            pass = current;
        }
        return current;
    }
}
