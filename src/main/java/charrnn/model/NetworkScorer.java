package charrnn.model;

/** Scores text with a network; the state that the network carries in training is left alone. */
public final class NetworkScorer implements StreamScorer {
    private final NetworkPredictor network;

    public NetworkScorer(StreamingNetwork network) {
        this.network = new NetworkPredictor(network);
    }

    @Override
    public void reset() {
        network.reset();
    }

    @Override
    public float[][] nats(int[][] inputs, int[][] targets) {
        int streams = inputs.length;
        int time = inputs[0].length;
        float[] probabilities = network.predict(inputs);
        float[][] nats = new float[streams][time];
        for (int s = 0; s < streams; s++) {
            for (int t = 0; t < time; t++) {
                float p = probabilities[(t * streams + s) * network.vocabulary() + targets[s][t]];
                nats[s][t] = (float) -Math.log(Math.max(p, Float.MIN_NORMAL));
            }
        }
        return nats;
    }
}
