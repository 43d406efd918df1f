package charrnn.sample.c;

import charrnn.corpus.Vocabulary;
import charrnn.sample.Guide;

/** Lets a text be, and ends it at its place. */
final class UntilGuide implements Guide {
    private final Vocabulary vocabulary;
    private final Until until;
    private final CScanner scanner;
    private boolean over;

    UntilGuide(Vocabulary vocabulary, Until until, CScanner scanner) {
        this.vocabulary = vocabulary;
        this.until = until;
        this.scanner = scanner;
    }

    @Override
    public void apply(float[] logProbabilities) {
        // All may come.
    }

    @Override
    public void made(int index) {
        boolean inBody = Until.isInBody(scanner);
        scanner.accept(vocabulary.codePoint(index));
        over = until.hasCome(inBody, scanner);
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public Guide copy() {
        return new UntilGuide(vocabulary, until, scanner.copy());
    }
}
