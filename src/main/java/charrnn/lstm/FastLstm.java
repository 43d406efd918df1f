package charrnn.lstm;

import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.params.LSTMParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Deeplearning4j's LSTM layer, computed by {@link LstmPass}. Each layer has passes of its own, so that networks can be used
 * in different threads.
 *
 * <p>Deeplearning4j's layer computes a segment twice, once for the loss and once for the gradient. This one differentiates
 * what the loss was computed from. That saves half of the forward work, and it makes the gradient right: the second pass
 * of Deeplearning4j forgets the state that was carried into the segment.
 */
final class FastLstm extends LSTM {
    private static final long serialVersionUID = 1L;

    private final boolean first;
    private final int shares;
    private final DataType factors;
    private final transient InvertedDropout dropout;
    private transient @Nullable LstmPass training;
    private transient @Nullable LstmPass inference;
    /** Whether the last forward pass was one of training, which a backward pass may follow. */
    private transient boolean forBackward;

    /**
     * @param first whether this is the network's first layer: its input may be one-hot, and the gradient with respect to
     *     it is not needed
     * @param shares threads to use; 0 for as many as the streams suffice for
     * @param factors what products of training round their factors to: FLOAT or BFLOAT16
     */
    FastLstm(NeuralNetConfiguration conf, boolean first, int shares, DataType factors) {
        super(conf, DataType.FLOAT);
        this.first = first;
        this.shares = shares;
        this.factors = factors;
        dropout = new InvertedDropout(shares);
    }

    boolean multipliesBfloat16() {
        return factors == DataType.BFLOAT16;
    }

    @Override
    public INDArray activate(INDArray input, boolean training, LayerWorkspaceMgr workspaces) {
        setInput(input, workspaces);
        return activate(training, workspaces);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        return forward(training, Map.of(), null, workspaces);
    }

    @Override
    public INDArray rnnTimeStep(INDArray input, LayerWorkspaceMgr workspaces) {
        setInput(input, workspaces);
        return forward(false, stateMap, stateMap, workspaces);
    }

    @Override
    public INDArray rnnActivateUsingStoredState(
            INDArray input, boolean training, boolean storeState, LayerWorkspaceMgr workspaces) {
        setInput(input, workspaces);
        return forward(training, tBpttStateMap, storeState ? tBpttStateMap : null, workspaces);
    }

    /**
     * @param from the state to begin with; empty for zeros
     * @param to receives the state after the segment
     * @return h, [batch, hidden, time]
     */
    private INDArray forward(
            boolean train,
            Map<String, INDArray> from,
            @Nullable Map<String, INDArray> to,
            LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        if (maskArray != null) {
            throw new IllegalArgumentException("charrnn's LSTM does not take a mask");
        }
        applyDropOutIfNecessary(train, workspaces);
        int batch = (int) input.size(0);
        int time = (int) input.size(2);
        INDArray weights = getParam(LSTMParamInitializer.INPUT_WEIGHT_KEY);
        INDArray recurrentWeights = getParam(LSTMParamInitializer.RECURRENT_WEIGHT_KEY);
        int hidden = (int) recurrentWeights.size(0);
        int[] symbols = first ? TimeMajor.symbols(input) : null;
        LstmPass pass = pass(train, batch, time, weights, recurrentWeights, symbols != null);
        INDArray output = TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, batch, hidden, time);
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            pass.forward(
                    new LstmPass.Input(symbols == null ? TimeMajor.matrix(input) : null, symbols),
                    getParam(LSTMParamInitializer.BIAS_KEY),
                    state(from.get(STATE_KEY_PREV_ACTIVATION), batch, hidden),
                    state(from.get(STATE_KEY_PREV_MEMCELL), batch, hidden),
                    TimeMajor.matrix(output));
            if (to != null) {
                to.put(STATE_KEY_PREV_ACTIVATION, pass.lastHidden());
                to.put(STATE_KEY_PREV_MEMCELL, pass.lastCells());
            }
        }
        forBackward = train;
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        LstmPass pass = training;
        if (pass == null || !forBackward) {
            throw new IllegalStateException("a backward pass needs a forward pass of training right before it");
        }
        forBackward = false;
        INDArray inputGradient = first
                ? null
                : TimeMajor.create(workspaces, ArrayType.ACTIVATION_GRAD, input.size(0), input.size(1), input.size(2));
        Gradient gradient = new DefaultGradient();
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            pass.backward(
                    TimeMajor.matrix(epsilon),
                    place(gradientViews, LSTMParamInitializer.INPUT_WEIGHT_KEY, gradient),
                    place(gradientViews, LSTMParamInitializer.RECURRENT_WEIGHT_KEY, gradient),
                    place(gradientViews, LSTMParamInitializer.BIAS_KEY, gradient),
                    inputGradient == null ? null : TimeMajor.matrix(inputGradient));
        }
        if (inputGradient != null && !dropout.backward(TimeMajor.matrix(inputGradient))) {
            inputGradient = backpropDropOutIfPresent(inputGradient);
        }
        return new Pair<>(gradient, inputGradient);
    }

    /** The whole segment: {@code length} is how far back Deeplearning4j would go within it. */
    @Override
    public Pair<Gradient, INDArray> tbpttBackpropGradient(INDArray epsilon, int length, LayerWorkspaceMgr workspaces) {
        return backpropGradient(epsilon, workspaces);
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

    /** The array for the gradient of a parameter, which is also put into {@code gradient}. */
    static INDArray place(Map<String, INDArray> views, String key, Gradient gradient) {
        INDArray view = Objects.requireNonNull(views.get(key), key);
        gradient.gradientForVariable().put(key, view);
        return view;
    }

    private LstmPass pass(boolean keep, int batch, int time, INDArray weights, INDArray recurrent, boolean oneHot) {
        LstmPass pass = keep ? training : inference;
        if (pass == null || !pass.fits(batch, time, weights, recurrent, oneHot)) {
            pass = new LstmPass(
                    batch,
                    time,
                    weights,
                    recurrent,
                    oneHot,
                    Partition.of(batch, shares),
                    keep ? factors : DataType.FLOAT);
            if (keep) {
                training = pass;
            } else {
                inference = pass;
            }
        }
        return pass;
    }

    /** A state, [B, H] dense in 'c' order; zeros where there is none. */
    private INDArray state(@Nullable INDArray last, int batch, int hidden) {
        return last == null ? Matrix.zeros(DataType.FLOAT, batch, hidden) : last.dup('c');
    }
}
