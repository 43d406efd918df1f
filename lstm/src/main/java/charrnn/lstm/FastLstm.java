package charrnn.lstm;

import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidInputException;
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
 * Deeplearning4j's LSTM layer, computed by {@link LstmPass}. Each layer has passes of its own, so that different
 * threads can use different networks.
 */
final class FastLstm extends LSTM {
    private static final long serialVersionUID = 1L;

    /** Largest number of active inputs in a vector of symbols. charrnn's own have 12 at most. */
    private static final int MAX_ONES = 16;

    /** What a layer reads. */
    enum Input {
        /**
         * Vectors of symbols: one-hot vectors, or several side by side. They are tested as with {@link #EITHER}; the
         * gradient with respect to them is not computed.
         */
        SYMBOLS,
        VALUES,
        /** Vectors of symbols or values; each forward pass tests which. */
        EITHER
    }

    private final Input kind;
    final boolean coupled;
    final DataType factorType;
    private final transient InvertedDropout dropout = new InvertedDropout();
    private transient @Nullable LstmPass training;
    private transient @Nullable LstmPass inference;
    /** Whether the last forward pass was a training pass, so that a backward pass may follow. */
    private transient boolean forBackward;

    /**
     * @param coupled whether the input gate is coupled to the forget gate; then the weights must be as well
     * @param factorType type to which the factors of products are rounded in training: FLOAT or BFLOAT16
     */
    FastLstm(NeuralNetConfiguration conf, Input kind, boolean coupled, DataType factorType) {
        super(conf, DataType.FLOAT);
        this.kind = kind;
        this.coupled = coupled;
        this.factorType = factorType;
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
     * @param from the state before the segment; empty for zeros
     * @param to receives the state after the segment; null to discard it
     * @return h, [batch, hidden, time]
     */
    private INDArray forward(
            boolean train,
            Map<String, INDArray> from,
            @Nullable Map<String, INDArray> to,
            LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        long inputs = getParam(LSTMParamInitializer.INPUT_WEIGHT_KEY).size(0);
        if (input.size(1) != inputs) {
            throw new DL4JInvalidInputException(
                    "the input has " + input.size(1) + " features instead of " + inputs + ": " + layerId());
        }
        applyDropOutIfNecessary(train, workspaces);
        int batch = (int) input.size(0);
        int time = (int) input.size(2);
        int[] symbols = symbols();
        LstmPass pass = pass(train, batch, time, symbols == null ? 0 : symbols.length / (time * batch));
        int hidden = pass.hidden;
        INDArray output = TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, batch, hidden, time);
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            pass.forward(
                    symbols == null ? TimeMajor.matrix(input) : null,
                    symbols,
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

    /** The symbols of the input, [T B k] with k active inputs in each vector, or null. */
    private int @Nullable [] symbols() {
        return kind == Input.VALUES ? null : TimeMajor.symbols(input, MAX_ONES);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        LstmPass pass = training;
        if (pass == null || !forBackward) {
            throw new IllegalStateException("a backward pass must follow its forward pass of training");
        }
        forBackward = false;
        INDArray inputGradient = kind == Input.SYMBOLS
                ? null
                : TimeMajor.create(workspaces, ArrayType.ACTIVATION_GRAD, input.size(0), input.size(1), input.size(2));
        Gradient gradient = new DefaultGradient();
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            pass.backward(
                    TimeMajor.matrix(epsilon),
                    gradientView(gradientViews, LSTMParamInitializer.INPUT_WEIGHT_KEY, gradient),
                    gradientView(gradientViews, LSTMParamInitializer.RECURRENT_WEIGHT_KEY, gradient),
                    gradientView(gradientViews, LSTMParamInitializer.BIAS_KEY, gradient),
                    inputGradient == null ? null : TimeMajor.matrix(inputGradient));
        }
        if (inputGradient != null) {
            dropout.backward(TimeMajor.matrix(inputGradient));
        }
        return new Pair<>(gradient, inputGradient);
    }

    /** Differentiates the whole segment; {@code length} is ignored. */
    @Override
    public Pair<Gradient, INDArray> tbpttBackpropGradient(INDArray epsilon, int length, LayerWorkspaceMgr workspaces) {
        return backpropGradient(epsilon, workspaces);
    }

    @Override
    protected void applyDropOutIfNecessary(boolean training, LayerWorkspaceMgr workspaces) {
        if (training && !dropoutApplied) {
            input = dropout.forward(layerConf().getIDropout(), input, workspaces);
            dropoutApplied = true;
        }
    }

    /** Array that receives the gradient of a parameter; adds it to {@code gradient}. */
    static INDArray gradientView(Map<String, INDArray> views, String key, Gradient gradient) {
        INDArray view = Objects.requireNonNull(views.get(key), key);
        gradient.gradientForVariable().put(key, view);
        return view;
    }

    /** The pass for training or inference; a new one if the shape or the arrays of the weights have changed. */
    private LstmPass pass(boolean train, int batch, int time, int activeInputs) {
        LstmPass pass = train ? training : inference;
        INDArray weights = getParam(LSTMParamInitializer.INPUT_WEIGHT_KEY);
        INDArray recurrentWeights = getParam(LSTMParamInitializer.RECURRENT_WEIGHT_KEY);
        if (pass == null || !pass.fits(batch, time, activeInputs, weights, recurrentWeights)) {
            DataType type = train ? factorType : DataType.FLOAT;
            int shares = Partition.shareCount(batch);
            pass = new LstmPass(batch, time, weights, recurrentWeights, activeInputs, coupled, shares, type);
            if (train) {
                training = pass;
            } else {
                inference = pass;
            }
        }
        return pass;
    }

    /** A copy of a state, [B, H] dense in 'c' order; zeros for null. */
    private static INDArray state(@Nullable INDArray last, int batch, int hidden) {
        return last == null ? Matrix.zeros(DataType.FLOAT, batch, hidden) : last.dup('c');
    }
}
