package charrnn.sample;

/** Two processors, one after the other. */
record ProcessorChain(LogitsProcessor first, LogitsProcessor second) implements LogitsProcessor {
    @Override
    public void apply(float[] logProbabilities) {
        first.apply(logProbabilities);
        second.apply(logProbabilities);
    }

    @Override
    public void accept(int index) {
        first.accept(index);
        second.accept(index);
    }

    @Override
    public boolean isComplete() {
        return first.isComplete() || second.isComplete();
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
    public LogitsProcessor copy() {
        return new ProcessorChain(first.copy(), second.copy());
    }
}
