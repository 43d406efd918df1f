package charrnn.tools.constrain;

import charrnn.corpus.Vocabulary;
import charrnn.sample.Guide;

/** Ends a text at its place, and steers it there where the place is the end of a function. */
record UntilGuide(Vocabulary vocabulary, String context, TextEnd end) implements Guide {
    @Override
    public void apply(float[] logProbabilities) {
        end.apply(logProbabilities);
    }

    @Override
    public void made(int index) {
        end.accept(vocabulary.codePoint(index));
    }

    @Override
    public boolean isOver() {
        return end.isReached();
    }

    @Override
    public Guide copy() {
        return new UntilGuide(vocabulary, context, end.copy());
    }
}
