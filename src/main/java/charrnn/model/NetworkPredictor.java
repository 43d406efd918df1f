package charrnn.model;

import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;

/** A network that predicts and does not learn. The state that it carries in training is left alone. */
public final class NetworkPredictor implements StreamPredictor {
    private final StreamingNetwork network;
    private final int vocabulary;

    public NetworkPredictor(StreamingNetwork network) {
        this.network = network;
        this.vocabulary = network.layerInputSize(0);
    }

    @Override
    public int vocabulary() {
        return vocabulary;
    }

    @Override
    public void reset() {
        network.resetEvaluationState();
    }

    @Override
    public float[] predict(int[][] inputs) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return network.rnnTimeStep(OneHotText.of(inputs, vocabulary)) // [streams, vocabulary, time]
                    .permute(2, 0, 1) // as charrnn's LSTM has it in memory
                    .dup('c')
                    .data()
                    .asFloat();
        }
    }
}
