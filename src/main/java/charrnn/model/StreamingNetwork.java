package charrnn.model;

import charrnn.corpus.EncodedText;
import charrnn.lstm.LstmInstaller;
import charrnn.match.InputEncoding;
import charrnn.match.InputReader;
import charrnn.message.Count;
import charrnn.model.RecurrentState.LayerState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network that carries its state from one segment of text to the next. Deeplearning4j's own network resets it before and
 * after every data set, this one only in {@link #resetState}. {@code ModelSerializer} writes it as a plain network.
 */
public final class StreamingNetwork extends MultiLayerNetwork {
    private static final long serialVersionUID = 1L;

    private double maxNorm = Double.NaN; // of the gradient, in the update that is being made; otherwise NaN
    private double norm; // of the last update's gradient

    public StreamingNetwork(MultiLayerConfiguration configuration) {
        super(configuration);
    }

    /** Does nothing; {@link #resetState} resets. */
    @Override
    public void rnnClearPreviousState() {}

    /**
     * Sets the rate of all layers, in the objects from which the updater reads it. Deeplearning4j's method rebuilds the
     * updater each time.
     */
    @Override
    public void setLearningRate(double rate) {
        for (Layer layer : getLayers()) {
            ((BaseLayer) layer.conf().getLayer()).getIUpdater().setLrAndSchedule(rate, null);
        }
    }

    /**
     * Makes an update by a segment of each stream. Deeplearning4j's gradient, a sum over time and batch, is divided by the
     * segment's length and its global norm clipped (Pascanu, Mikolov and Bengio 2013), before listeners and the optimizer read it.
     * Learning rates and norms thus do not depend on the length. Deeplearning4j divides by the batch size later.
     *
     * @param limit maximum of the norm, nats per character; 0 for none
     * @return the norm before clipping
     */
    public double update(DataSet segment, double limit) {
        maxNorm = limit;
        try {
            fit(segment);
        } finally {
            maxNorm = Double.NaN;
        }
        return norm;
    }

    @Override
    public void computeGradientAndScore(LayerWorkspaceMgr workspaces) {
        super.computeGradientAndScore(workspaces);
        if (!Double.isNaN(maxNorm)) {
            try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                scaleGradient();
            }
        }
    }

    private void scaleGradient() {
        INDArray gradient = getFlattenedGradients();
        long streams = getInput().size(0);
        long time = getInput().size(2);
        norm = gradient.norm2Number().doubleValue() / streams / time;
        double clip = maxNorm > 0 && norm > maxNorm ? maxNorm / norm : 1;
        gradient.muli(clip / time);
    }

    /** Copies the weights, the optimizer's state and the counters of another network of the same shape. */
    public void copyFrom(MultiLayerNetwork other) {
        params().assign(other.params());
        INDArray state = getUpdater().getStateViewArray();
        if (state != null) {
            state.assign(other.getUpdater().getStateViewArray());
        }
        getLayerWiseConfigurations().setIterationCount(other.getIterationCount());
        getLayerWiseConfigurations().setEpochCount(other.getEpochCount());
        synchronizeIterEpochCounts();
    }

    /** Resets the state of training and that of evaluation. */
    public void resetState() {
        super.rnnClearPreviousState();
    }

    /** Sets the training state of each stream to zero with a given probability. */
    public void resetStreams(double probability, long seed) {
        for (LSTM layer : lstmLayers()) {
            for (INDArray state : layer.rnnGetTBPTTState().values()) {
                SplittableRandom random = new SplittableRandom(seed); // equal for all arrays: the same streams
                for (long stream = 0; stream < state.size(0); stream++) {
                    if (random.nextDouble() < probability) {
                        state.getRow(stream).assign(0);
                    }
                }
            }
        }
    }

    /** The state that training carries; {@link RecurrentState#NONE} before the first segment. */
    public RecurrentState trainingState() {
        List<LayerState> states = new ArrayList<>();
        for (LSTM layer : lstmLayers()) {
            Map<String, INDArray> state = layer.rnnGetTBPTTState();
            INDArray hidden = state.get(LSTM.STATE_KEY_PREV_ACTIVATION);
            INDArray cells = state.get(LSTM.STATE_KEY_PREV_MEMCELL);
            if (hidden == null || cells == null) {
                return RecurrentState.NONE;
            }
            states.add(new LayerState((int) hidden.size(0), (int) hidden.size(1), rows(hidden), rows(cells)));
        }
        return new RecurrentState(states);
    }

    private static float[] rows(INDArray array) {
        return Nd4j.toFlattened('c', array).toFloatVector();
    }

    public void restoreTrainingState(RecurrentState state) {
        resetState();
        for (int i = 0; i < state.layers().size(); i++) {
            LayerState layer = state.layers().get(i);
            long[] shape = {layer.batch(), layer.hidden()};
            Map<String, INDArray> arrays = new HashMap<>();
            arrays.put(LSTM.STATE_KEY_PREV_ACTIVATION, Nd4j.create(layer.activation(), shape, 'c'));
            arrays.put(LSTM.STATE_KEY_PREV_MEMCELL, Nd4j.create(layer.cell(), shape, 'c'));
            lstmLayers().get(i).rnnSetTBPTTState(arrays);
        }
    }

    /** A predictor with this network's weights. Its state is separate from that of training. */
    public StreamPredictor predictor() {
        InputEncoding encoding = encoding();
        return new StreamPredictor() {
            @Override
            public InputReader reader(EncodedText text) {
                return new InputReader(text, encoding);
            }

            @Override
            public void reset() {
                lstmLayers().forEach(layer -> layer.rnnSetPreviousState(new HashMap<>()));
            }

            @Override
            public float[] predict(int[][] inputs) {
                // The arrays are closed here, since a collection that finds them may be hours away.
                try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
                        INDArray vectors = vectors(encoding, inputs);
                        INDArray predicted = rnnTimeStep(vectors);
                        INDArray timeMajor = predicted.permute(2, 0, 1).dup('c')) {
                    return timeMajor.data().asFloat();
                }
            }
        };
    }

    public InputEncoding encoding() {
        return Networks.encoding(this);
    }

    /** The vectors of inputs, [streams][time × activeInputs], as [streams, size, time] in 'f' order. */
    static INDArray vectors(InputEncoding encoding, int[][] inputs) {
        long[] shape = {inputs.length, encoding.size(), inputs[0].length / encoding.activeInputs()};
        INDArray vectors = Nd4j.create(DataType.FLOAT, shape, 'f');
        int[] all = Arrays.stream(inputs).flatMapToInt(Arrays::stream).toArray();
        encoding.write(all, inputs.length, vectors.data().asNioFloat());
        return vectors;
    }

    /** Sizes of the layers and their number: "98 and 2 matches and names → 512 → 512 → 98, 2 LSTM layers". */
    public String shape() {
        List<String> sizes = new ArrayList<>();
        sizes.add(encoding().toString());
        for (int i = 0; i < getnLayers(); i++) {
            sizes.add(Integer.toString(layerSize(i)));
        }
        return String.join(" → ", sizes) + ", " + Count.of(getnLayers() - 1, "LSTM layer");
    }

    /** Name of the LSTM implementation in use. */
    public String engine() {
        String gates = LstmInstaller.computesCoupledGates(this) ? " with coupled gates" : "";
        return LstmInstaller.isInstalled(this) ? "charrnn's LSTM" + gates : "Deeplearning4j's stock LSTM";
    }

    List<LSTM> lstmLayers() {
        return Arrays.stream(getLayers())
                .filter(LSTM.class::isInstance)
                .map(LSTM.class::cast)
                .toList();
    }
}
