package charrnn.model;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
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
            return network.rnnTimeStep(oneHot(inputs, vocabulary)) // [streams, vocabulary, time]
                    .permute(2, 0, 1) // as charrnn's LSTM has it in memory
                    .dup('c')
                    .data()
                    .asFloat();
        }
    }

    /**
     * Text as a network reads it: the unit vectors of its symbols.
     *
     * @param text vocabulary indices, [streams][time]
     * @return [streams, vocabulary, time] in 'f' order
     */
    static INDArray oneHot(int[][] text, int vocabulary) {
        int streams = text.length;
        int time = text[0].length;
        float[] values = new float[streams * vocabulary * time];
        for (int s = 0; s < streams; s++) {
            for (int t = 0; t < time; t++) {
                values[s + streams * (text[s][t] + vocabulary * t)] = 1;
            }
        }
        long[] shape = {streams, vocabulary, time};
        return Nd4j.create(values, shape, Nd4j.getStrides(shape, 'f'), 'f', DataType.FLOAT);
    }
}
