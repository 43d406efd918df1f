package charrnn.model;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Scores text with a network; the state that the network carries in training is left alone. */
public final class NetworkScorer implements StreamScorer {
    private final StreamingNetwork network;
    private final int vocabulary;

    public NetworkScorer(StreamingNetwork network) {
        this.network = network;
        this.vocabulary = network.layerInputSize(0);
    }

    @Override
    public void reset() {
        network.resetEvaluationState();
    }

    @Override
    public float[][] nats(int[][] inputs, int[][] targets) {
        int streams = inputs.length;
        int time = inputs[0].length;
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            float[] probabilities = network.rnnTimeStep(oneHot(inputs)) // [streams, vocabulary, time]
                    .permute(2, 0, 1) // as charrnn's LSTM has it in memory
                    .dup('c')
                    .data()
                    .asFloat();
            float[][] nats = new float[streams][time];
            for (int s = 0; s < streams; s++) {
                for (int t = 0; t < time; t++) {
                    float p = probabilities[(t * streams + s) * vocabulary + targets[s][t]];
                    nats[s][t] = (float) -Math.log(Math.max(p, Float.MIN_NORMAL));
                }
            }
            return nats;
        }
    }

    private INDArray oneHot(int[][] inputs) {
        int streams = inputs.length;
        int time = inputs[0].length;
        float[] values = new float[streams * vocabulary * time];
        for (int s = 0; s < streams; s++) {
            for (int t = 0; t < time; t++) {
                values[s + streams * (inputs[s][t] + vocabulary * t)] = 1;
            }
        }
        long[] shape = {streams, vocabulary, time};
        return Nd4j.create(values, shape, Nd4j.getStrides(shape, 'f'), 'f', DataType.FLOAT);
    }
}
