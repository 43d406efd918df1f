package charrnn.sample;

/** Leaves a text alone. */
record NoGuide() implements Guide {
    @Override
    public void apply(float[] logProbabilities) {
        // All may come.
    }

    @Override
    public void made(int index) {
        // Nothing depends on it.
    }

    @Override
    public Guide copy() {
        return this;
    }

    @Override
    public Guide then(Guide next) {
        return next;
    }
}
