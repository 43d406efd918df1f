package charrnn.lstm;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
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
 * Deeplearning4j's softmax output layer, p = softmax(x W + b) with the loss −ln p_target, with one forward pass for
 * loss and gradient instead of two and without a change of layout. Labels that have a mask or are not one-hot are left
 * to Deeplearning4j's layer. W is [H, V]; the other matrices are time-major, [T B, ..].
 */
final class FastOutput extends RnnOutputLayer {
    private static final long serialVersionUID = 1L;

    private final transient InvertedDropout dropout = new InvertedDropout();
    /** Whether the last labels were left to Deeplearning4j's layer, which then draws its own dropout. */
    private transient boolean leftToStock;

    private transient @Nullable Products products;
    /** Loss in nats of the last backward pass, until the score is read; NaN if there is none. */
    private transient double loss = Double.NaN;

    /** The products of T B rows with the weights. */
    private static final class Products {
        final INDArray weights;
        private final Matrix logits; // [T B, V], replaced by their gradient
        private final LargeProduct toLogits = new LargeProduct(OneDnn.isAvailable());
        final LargeProduct toWeightGradient = new LargeProduct(OneDnn.isAvailable());
        final LargeProduct toInputGradient = new LargeProduct(OneDnn.isAvailable());

        Products(int rows, INDArray weights) {
            this.weights = weights;
            logits = new Matrix(rows, (int) weights.size(1));
        }

        /** x W, in the same matrix each time. */
        Matrix logits(INDArray x) {
            toLogits.run(logits.array, x, weights);
            return logits;
        }
    }

    FastOutput(NeuralNetConfiguration conf) {
        super(conf, DataType.FLOAT);
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
        leftToStock = targets == null;
        if (targets == null) {
            return super.backpropGradient(epsilon, workspaces);
        }
        applyDropOutIfNecessary(true, workspaces);
        INDArray x = TimeMajor.matrix(input);
        Products products = products(x);
        Matrix logits = products.logits(x);
        float[] biasSum = new float[bias().length];
        loss = loss(logits, targets, biasSum);
        INDArray inputGradient =
                TimeMajor.create(workspaces, ArrayType.ACTIVATION_GRAD, input.size(0), input.size(1), input.size(2));
        Gradient gradient = new DefaultGradient();
        INDArray weightGradient = FastLstm.gradientView(gradientViews, DefaultParamInitializer.WEIGHT_KEY, gradient);
        INDArray biasGradient = FastLstm.gradientView(gradientViews, DefaultParamInitializer.BIAS_KEY, gradient);
        INDArray dx = TimeMajor.matrix(inputGradient);
        products.toWeightGradient.run(weightGradient.transpose(), logits.array.transpose(), x);
        products.toInputGradient.run(dx, logits.array, products.weights.transpose());
        Matrix.memory(biasGradient).put(0, biasSum);
        dropout.backward(dx);
        return new Pair<>(gradient, inputGradient);
    }

    /** The symbols of the labels, [T B]; null for labels that are left to Deeplearning4j's layer. */
    private int @Nullable [] targets() {
        boolean fits = Arrays.equals(labels.shape(), new long[] {input.size(0), bias().length, input.size(2)});
        return maskArray == null && fits ? TimeMajor.symbols(labels, 1) : null;
    }

    /** After a backward pass, uses the loss of that pass, in which dropout was applied. */
    @Override
    public double computeScore(double regularization, boolean training, LayerWorkspaceMgr workspaces) {
        if (Double.isNaN(loss)) {
            int[] targets = targets();
            leftToStock = targets == null;
            if (targets == null) {
                return super.computeScore(regularization, training, workspaces);
            }
            INDArray x = TimeMajor.matrix(input);
            loss = loss(products(x).logits(x), targets, new float[bias().length]);
        }
        score = loss / (conf().isMiniBatch() ? getInputMiniBatchSize() : 1) + regularization;
        loss = Double.NaN;
        return score;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (maskArray != null) {
            return super.activate(training, workspaces);
        }
        applyDropOutIfNecessary(training, workspaces);
        INDArray x = TimeMajor.matrix(input);
        Matrix logits = products(x).logits(x);
        float[] bias = bias();
        int size = bias.length;
        INDArray probabilities =
                TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, input.size(0), size, input.size(2));
        FloatBuffer out = Matrix.memory(TimeMajor.matrix(probabilities));
        forEachRow(logits, (share, r, row) -> {
            softmax(row, bias);
            out.put(r * size, row);
        });
        Reference.reachabilityFence(probabilities); // its buffer does not keep it alive
        return probabilities;
    }

    @Override
    protected void applyDropOutIfNecessary(boolean training, LayerWorkspaceMgr workspaces) {
        if (leftToStock) {
            super.applyDropOutIfNecessary(training, workspaces);
        } else if (training && !dropoutApplied) {
            input = dropout.forward(layerConf().getIDropout(), input, workspaces);
            dropoutApplied = true;
        }
    }

    private Products products(INDArray x) {
        INDArray weights = getParam(DefaultParamInitializer.WEIGHT_KEY);
        Products current = products;
        if (current == null || current.logits.array.size(0) != x.size(0) || current.weights != weights) {
            current = new Products((int) x.size(0), weights);
            products = current;
        }
        return current;
    }

    /** A copy of b, [V]. */
    private float[] bias() {
        INDArray bias = getParam(DefaultParamInitializer.BIAS_KEY);
        float[] copy = new float[(int) bias.length()];
        Matrix.memory(bias).get(0, copy);
        return copy;
    }

    /**
     * Sum of −ln p_target over all rows, in nats. Replaces the logits by their gradient.
     *
     * @param biasSum receives the sum of the gradient over all rows, [V]
     */
    private double loss(Matrix logits, int[] targets, float[] biasSum) {
        float[] bias = bias();
        int shares = Partition.shareCount(targets.length);
        float[][] sums = new float[shares][bias.length];
        double[] losses = new double[shares];
        forEachRow(logits, (share, r, row) -> {
            losses[share] += crossEntropy(row, bias, targets[r]);
            FloatMath.add(row, sums[share], row.length);
            logits.memory.put(r * row.length, row);
        });
        for (float[] sum : sums) {
            FloatMath.add(sum, biasSum, biasSum.length);
        }
        double loss = 0;
        for (double shareLoss : losses) {
            loss += shareLoss;
        }
        return loss;
    }

    private interface RowWork {
        void run(int share, int r, float[] row);
    }

    /** Runs {@code work} on each row of the logits, [V]; threads share the rows. */
    private void forEachRow(Matrix logits, RowWork work) {
        int rows = (int) logits.array.size(0);
        int shares = Partition.shareCount(rows);
        Partition.run(shares, share -> {
            float[] row = new float[(int) logits.array.size(1)];
            for (int r = Partition.start(rows, share, shares); r < Partition.start(rows, share + 1, shares); r++) {
                logits.memory.get(r * row.length, row);
                work.run(share, r, row);
            }
        });
    }

    /** Replaces a row of logits by softmax(logits + bias). */
    static void softmax(float[] logits, float[] bias) {
        float max = addBias(logits, bias);
        scale(logits, (float) (1 / exponentiate(logits, max)));
    }

    /**
     * Replaces a row of logits by the loss's gradient with respect to them, p − e_target.
     *
     * @return the loss, −ln p_target, in nats
     */
    static double crossEntropy(float[] logits, float[] bias, int target) {
        float max = addBias(logits, bias);
        double logit = logits[target] - max;
        double sum = exponentiate(logits, max);
        scale(logits, (float) (1 / sum));
        logits[target] -= 1;
        return Math.log(sum) - logit;
    }

    /** Adds the bias and returns the maximum of the sums. */
    private static float addBias(float[] logits, float[] bias) {
        FloatMath.add(bias, logits, logits.length);
        return FloatMath.max(logits);
    }

    /** Replaces each logit by exp(logit − max) and returns their sum. */
    private static double exponentiate(float[] logits, float max) {
        double sum = 0;
        for (int v = 0; v < logits.length; v++) {
            logits[v] = FloatMath.exp(logits[v] - max);
            sum += logits[v];
        }
        return sum;
    }

    private static void scale(float[] values, float factor) {
        for (int v = 0; v < values.length; v++) {
            values[v] *= factor;
        }
    }
}
