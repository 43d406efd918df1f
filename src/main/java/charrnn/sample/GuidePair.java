package charrnn.sample;

/** Two guides, the one after the other. */
record GuidePair(Guide first, Guide second) implements Guide {
    @Override
    public void apply(float[] logProbabilities) {
        first.apply(logProbabilities);
        second.apply(logProbabilities);
    }

    @Override
    public void made(int index) {
        first.made(index);
        second.made(index);
    }

    @Override
    public boolean isOver() {
        return first.isOver() || second.isOver();
    }

    @Override
    public boolean isCut() {
        return first.isCut() || second.isCut();
    }

    @Override
    public String context() {
        return first.context() + second.context();
    }

    @Override
    public Guide copy() {
        return new GuidePair(first.copy(), second.copy());
    }
}
