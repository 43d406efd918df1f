package charrnn.lstm;

import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.FwdPassReturn;
import org.deeplearning4j.nn.layers.recurrent.LSTMHelper;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Stands where Deeplearning4j would put cuDNN: it answers a layer's calls for a forward and a backward pass from
 * {@link LstmPass}. One layer of one network has one of its own, so that networks in different threads do not meet.
 *
 * <p>Deeplearning4j asks twice for the forward pass of an update, once for the loss and once more when it wants the
 * gradient. The second call is answered from the first: that saves half of the forward work, and, since the second call
 * forgets the state that was carried into the segment, it is also what makes the gradient right.
 */
final class FastLstm implements LSTMHelper {
    private final boolean first;
    private final int shares;
    private @Nullable LstmPass<?> training;
    private @Nullable LstmPass<?> inference;
    private @Nullable FwdPassReturn forBackward;

    /**
     * @param first whether this is the network's first layer: its input may be one-hot, and nobody asks for the gradient
     *     with respect to it
     * @param shares threads to use; 0 for as many as the streams suffice for
     */
    FastLstm(boolean first, int shares) {
        this.first = first;
        this.shares = shares;
    }

    @Override
    public FwdPassReturn activate(
            Layer layer,
            NeuralNetConfiguration conf,
            IActivation gateActivation,
            INDArray input,
            INDArray recurrentWeights,
            INDArray inputWeights,
            INDArray biases,
            boolean isTraining,
            @Nullable INDArray lastHidden,
            @Nullable INDArray lastCells,
            boolean forBackprop,
            boolean forwards,
            String inputWeightKey,
            @Nullable INDArray mask,
            boolean hasPeepholes,
            LayerWorkspaceMgr workspaces) {
        if (forBackprop) {
            return computedBefore();
        }
        refuse(mask != null, "a mask");
        refuse(!forwards, "a backward direction");
        refuse(hasPeepholes, "peephole connections");
        int batch = (int) input.size(0);
        int time = (int) input.size(2);
        int hidden = (int) recurrentWeights.size(0);
        Precision<?> precision = Precision.of(inputWeights.dataType());
        int[] symbols = first ? OneHot.symbols(input, precision) : null;
        LstmPass<?> pass = pass(isTraining, batch, time, inputWeights, recurrentWeights, symbols != null);
        FwdPassReturn result = new FwdPassReturn();
        result.fwdPassOutput =
                TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, input.dataType(), batch, hidden, time);
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            pass.forward(
                    new LstmPass.Input(symbols == null ? TimeMajor.matrix(input) : null, symbols),
                    biases,
                    state(lastHidden, input.dataType(), batch, hidden),
                    state(lastCells, input.dataType(), batch, hidden),
                    TimeMajor.matrix(result.fwdPassOutput));
            result.lastAct = Nd4j.createUninitialized(input.dataType(), new long[] {batch, hidden}, 'c');
            result.lastMemCell = Nd4j.createUninitialized(input.dataType(), new long[] {batch, hidden}, 'c');
            pass.lastHidden(result.lastAct);
            pass.lastCells(result.lastMemCell);
        }
        forBackward = isTraining ? result : null;
        return result;
    }

    /** What the loss was computed from. To compute it here would be to start from a zero state: a wrong gradient. */
    private FwdPassReturn computedBefore() {
        if (forBackward == null) {
            throw new IllegalStateException("a backward pass needs a forward pass of training right before it");
        }
        return forBackward;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
            NeuralNetConfiguration conf,
            IActivation gateActivation,
            INDArray input,
            INDArray recurrentWeights,
            INDArray inputWeights,
            INDArray epsilon,
            boolean truncated,
            int truncatedLength,
            FwdPassReturn forward,
            boolean forwards,
            String inputWeightKey,
            String recurrentWeightKey,
            String biasKey,
            Map<String, INDArray> gradientViews,
            @Nullable INDArray mask,
            boolean hasPeepholes,
            LayerWorkspaceMgr workspaces) {
        LstmPass<?> pass = training;
        if (pass == null || forward != forBackward) {
            throw new IllegalStateException("the backward pass does not belong to the forward pass before it");
        }
        forBackward = null;
        INDArray inputGradient = first
                ? null
                : TimeMajor.create(
                        workspaces,
                        ArrayType.ACTIVATION_GRAD,
                        input.dataType(),
                        input.size(0),
                        input.size(1),
                        input.size(2));
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            pass.backward(
                    TimeMajor.matrix(epsilon),
                    view(gradientViews, inputWeightKey),
                    view(gradientViews, recurrentWeightKey),
                    view(gradientViews, biasKey),
                    inputGradient == null ? null : TimeMajor.matrix(inputGradient));
        }
        Gradient gradient = new DefaultGradient();
        for (String key : new String[] {inputWeightKey, recurrentWeightKey, biasKey}) {
            gradient.gradientForVariable().put(key, view(gradientViews, key));
        }
        return new Pair<>(gradient, inputGradient);
    }

    /** Where the gradient of a parameter belongs. */
    static INDArray view(Map<String, INDArray> views, String key) {
        INDArray view = views.get(key);
        if (view == null) {
            throw new IllegalStateException("no gradient view named " + key);
        }
        return view;
    }

    private LstmPass<?> pass(boolean keep, int batch, int time, INDArray weights, INDArray recurrent, boolean oneHot) {
        LstmPass<?> pass = keep ? training : inference;
        if (pass == null || !pass.fits(batch, time, weights, recurrent, oneHot)) {
            pass = new LstmPass<>(
                    Precision.of(weights.dataType()),
                    batch,
                    time,
                    weights,
                    recurrent,
                    oneHot,
                    Shares.of(batch, shares));
            if (keep) {
                training = pass;
            } else {
                inference = pass;
            }
        }
        return pass;
    }

    private static void refuse(boolean present, String what) {
        if (present) {
            throw new IllegalArgumentException("charrnn's LSTM does not take " + what);
        }
    }

    /** The state as it is needed, [B, H] dense in 'c' order; zeros where there is none. */
    private static INDArray state(@Nullable INDArray last, DataType type, int batch, int hidden) {
        return last == null ? Nd4j.create(type, new long[] {batch, hidden}, 'c') : last.dup('c');
    }

    @Override
    public boolean checkSupported(IActivation gateActivation, IActivation activation, boolean hasPeepholes) {
        return gateActivation instanceof ActivationSigmoid && activation instanceof ActivationTanH && !hasPeepholes;
    }

    @Override
    public boolean checkSupported() {
        return true;
    }

    @Override
    public Map<String, Long> helperMemoryUse() {
        return Map.of();
    }
}
