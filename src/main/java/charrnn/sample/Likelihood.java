package charrnn.sample;

/** Leaves a text alone and measures how likely the model itself held each of its characters to be. */
final class Likelihood implements Guide {
    private float[] logProbabilities = {};
    private double nats;
    private int count;

    @Override
    public void apply(float[] next) {
        logProbabilities = next.clone();
    }

    @Override
    public void made(int index) {
        nats -= logProbabilities[index];
        count++;
    }

    /** Mean information of the characters made so far; 0 where there are none. */
    double bitsPerChar() {
        return count == 0 ? 0 : nats / count / Math.log(2);
    }

    @Override
    public Guide copy() {
        Likelihood copy = new Likelihood();
        copy.logProbabilities = logProbabilities;
        copy.nats = nats;
        copy.count = count;
        return copy;
    }
}
