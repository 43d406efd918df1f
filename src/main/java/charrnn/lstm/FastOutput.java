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
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Deeplearning4j's softmax output layer, p = softmax(x W + b) with the loss −ln p_target: one forward pass for the loss and
 * the gradient, where Deeplearning4j does two, and no change of layout. Masks and labels that are not one-hot are left to
 * Deeplearning4j's own code. W is [H, V]; the other matrices are time-major, [T B, ..].
 */
final class FastOutput extends RnnOutputLayer {
    private static final long serialVersionUID = 1L;

    private final transient int wantedShares;
    private final transient InvertedDropout dropout;
    private transient @Nullable Buffers buffers;
    /** Nats of the forward pass that the gradient came from, until the score is read; NaN if there is none. */
    private transient double loss = Double.NaN;

    /** @param shares threads to use; 0 for as many as the rows suffice for */
    FastOutput(NeuralNetConfiguration conf, int shares) {
        super(conf, DataType.FLOAT);
        this.wantedShares = shares;
        dropout = new InvertedDropout(shares);
    }

    /** What a pass over one shape needs. */
    private static final class Buffers {
        private final Matrix logits; // [T B, V], and then their gradient
        private final float[] bias; // [V]
        private final int shares;
        private final float[][] biasGradients; // [shares][V]
        private final double[] losses; // of each share, in nats

        Buffers(int rows, int size, int shares) {
            logits = new Matrix(rows, size);
            bias = new float[size];
            this.shares = shares;
            biasGradients = new float[shares][size];
            losses = new double[shares];
        }
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
        Buffers of = logits(x);
        loss = loss(of, targets);
        INDArray inputGradient =
                TimeMajor.create(workspaces, ArrayType.ACTIVATION_GRAD, input.size(0), input.size(1), input.size(2));
        Gradient gradient = new DefaultGradient();
        INDArray weightGradient = FastLstm.place(gradientViews, DefaultParamInitializer.WEIGHT_KEY, gradient);
        INDArray biasGradient = FastLstm.place(gradientViews, DefaultParamInitializer.BIAS_KEY, gradient);
        INDArray dx = TimeMajor.matrix(inputGradient);
        multiply(of.logits.array.transpose(), x, weightGradient.transpose());
        multiply(of.logits.array, getParam(DefaultParamInitializer.WEIGHT_KEY).transpose(), dx);
        for (int s = 1; s < of.shares; s++) {
            FloatMath.add(of.biasGradients[s], of.biasGradients[0], of.bias.length);
        }
        Matrix.memory(biasGradient).put(0, of.biasGradients[0]);
        if (!dropout.backward(dx)) {
            inputGradient = backpropDropOutIfPresent(inputGradient);
        }
        return new Pair<>(gradient, inputGradient);
    }

    /** The symbols of the labels, [T B]; null where Deeplearning4j's own code is needed. */
    private int @Nullable [] targets() {
        return maskArray == null && labels != null && labels.rank() == 3 ? TimeMajor.symbols(labels) : null;
    }

    /** After a backward pass, the loss that it has differentiated, dropout included. */
    @Override
    public double computeScore(double regularization, boolean training, LayerWorkspaceMgr workspaces) {
        int[] targets = Double.isNaN(loss) ? targets() : null;
        if (Double.isNaN(loss) && targets == null) {
            return super.computeScore(regularization, training, workspaces);
        }
        if (targets != null) {
            loss = loss(logits(TimeMajor.matrix(input)), targets);
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
        Buffers of = logits(TimeMajor.matrix(input));
        int size = of.bias.length;
        INDArray probabilities =
                TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, input.size(0), size, input.size(2));
        FloatBuffer out = Matrix.memory(TimeMajor.matrix(probabilities));
        forEachRow(of, (share, r, row) -> {
            softmax(row, of.bias);
            out.put(r * size, row);
        });
        Reference.reachabilityFence(probabilities); // a buffer does not keep it alive
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

    /** x W, in the buffers' logits, beside the bias. */
    private Buffers logits(INDArray x) {
        INDArray weights = getParam(DefaultParamInitializer.WEIGHT_KEY);
        int rows = (int) x.size(0);
        Buffers of = buffers;
        if (of == null || of.logits.array.size(0) != rows) {
            of = new Buffers(rows, (int) weights.size(1), Partition.of(rows, wantedShares));
            buffers = of;
        }
        multiply(x, weights, of.logits.array);
        Matrix.memory(getParam(DefaultParamInitializer.BIAS_KEY)).get(0, of.bias);
        return of;
    }

    /** By ND4J; the result is dense in 'c' order, or it would be many times slower. */
    private static void multiply(INDArray a, INDArray b, INDArray out) {
        Nd4j.exec(new Mmul(a, b, out, null));
    }

    /** The sum of −ln p_target over all rows, in nats; the logits become their gradient. */
    private static double loss(Buffers of, int[] targets) {
        for (float[] gradient : of.biasGradients) {
            Arrays.fill(gradient, 0);
        }
        Arrays.fill(of.losses, 0);
        forEachRow(of, (share, r, row) -> {
            of.losses[share] += crossEntropy(row, of.bias, targets[r]);
            FloatMath.add(row, of.biasGradients[share], row.length);
            of.logits.memory.put(r * row.length, row);
        });
        double loss = 0;
        for (double ofShare : of.losses) {
            loss += ofShare;
        }
        return loss;
    }

    private interface RowWork {
        void run(int share, int r, float[] row);
    }

    /** The rows of the logits, [V] each, divided among threads. */
    private static void forEachRow(Buffers of, RowWork work) {
        int rows = (int) of.logits.array.size(0);
        Partition.run(of.shares, share -> {
            float[] row = new float[of.bias.length];
            for (int r = Partition.start(rows, share, of.shares);
                    r < Partition.start(rows, share + 1, of.shares);
                    r++) {
                of.logits.memory.get(r * row.length, row);
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
     * Replaces a row of logits by p − e_target, the gradient of the loss with respect to them.
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

    private static float addBias(float[] logits, float[] bias) {
        FloatMath.add(bias, logits, logits.length);
        float max = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        return max;
    }

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
