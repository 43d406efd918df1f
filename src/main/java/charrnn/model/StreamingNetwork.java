package charrnn.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network whose state lives on from one segment of text to the next. Deeplearning4j's own forgets it before and after
 * every data set it is fitted to; this one forgets when {@link #resetState} is called. {@code ModelSerializer} writes it
 * as a plain network.
 */
public final class StreamingNetwork extends MultiLayerNetwork {
    private static final long serialVersionUID = 1L;

    public StreamingNetwork(MultiLayerConfiguration configuration) {
        super(configuration);
    }

    /** Does nothing: Deeplearning4j calls it around every segment. See {@link #resetState}. */
    @Override
    public void rnnClearPreviousState() {}

    /** Forgets the text read so far, in training and in evaluation. */
    public void resetState() {
        super.rnnClearPreviousState();
    }

    /** Forgets the text read by {@code rnnTimeStep}, but not that of training. */
    public void resetEvaluationState() {
        for (RecurrentLayer layer : recurrentLayers()) {
            layer.rnnSetPreviousState(new HashMap<>());
        }
    }

    /** The state that training carries, of each LSTM layer in turn; empty where nothing was read. */
    public List<LayerState> trainingState() {
        List<LayerState> states = new ArrayList<>();
        for (RecurrentLayer layer : recurrentLayers()) {
            Map<String, INDArray> state = layer.rnnGetTBPTTState();
            INDArray hidden = state.get(LSTM.STATE_KEY_PREV_ACTIVATION);
            INDArray cells = state.get(LSTM.STATE_KEY_PREV_MEMCELL);
            if (hidden == null || cells == null) {
                return List.of();
            }
            states.add(new LayerState(hidden.dup('c'), cells.dup('c')));
        }
        return states;
    }

    /** Takes up the state of an earlier {@link #trainingState}; an empty list forgets. */
    public void restoreTrainingState(List<LayerState> states) {
        resetState();
        List<RecurrentLayer> layers = recurrentLayers();
        for (int i = 0; i < states.size(); i++) {
            Map<String, INDArray> state = new HashMap<>();
            state.put(LSTM.STATE_KEY_PREV_ACTIVATION, states.get(i).hidden().dup('c'));
            state.put(LSTM.STATE_KEY_PREV_MEMCELL, states.get(i).cells().dup('c'));
            layers.get(i).rnnSetTBPTTState(state);
        }
    }

    private List<RecurrentLayer> recurrentLayers() {
        List<RecurrentLayer> recurrent = new ArrayList<>();
        for (var layer : getLayers()) {
            if (layer instanceof RecurrentLayer r && layer instanceof LSTM) {
                recurrent.add(r);
            }
        }
        return recurrent;
    }

    /**
     * The state of one LSTM layer.
     *
     * @param hidden last activation h, [batch, hidden]
     * @param cells last memory cells c, [batch, hidden]
     */
    public record LayerState(INDArray hidden, INDArray cells) {}
}
