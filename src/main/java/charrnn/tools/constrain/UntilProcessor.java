package charrnn.tools.constrain;

import charrnn.corpus.Vocabulary;
import charrnn.sample.LogitsProcessor;

/** Ends a text at its place, and steers it there where the place is the end of a function. */
record UntilProcessor(Vocabulary vocabulary, String context, TextEnd end) implements LogitsProcessor {
    @Override
    public void apply(float[] logProbabilities) {
        end.apply(logProbabilities);
    }

    @Override
    public void accept(int index) {
        end.accept(vocabulary.codePoint(index));
    }

    @Override
    public boolean isComplete() {
        return end.isReached();
    }

    @Override
    public LogitsProcessor copy() {
        return new UntilProcessor(vocabulary, context, end.copy());
    }
}
