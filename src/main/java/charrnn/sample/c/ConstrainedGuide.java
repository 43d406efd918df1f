package charrnn.sample.c;

import charrnn.corpus.Vocabulary;
import charrnn.sample.Guide;

/** Takes out of the game what would break the structure of the text, or open more than can still be closed. */
final class ConstrainedGuide implements Guide {
    private final Vocabulary vocabulary;
    private final Masks masks;
    private final Until until;
    private final CScanner scanner;
    private int left; // characters to make; never fewer than closing takes
    private boolean ending;

    ConstrainedGuide(Vocabulary vocabulary, Masks masks, Until until, CScanner scanner, int length) {
        this.vocabulary = vocabulary;
        this.masks = masks;
        this.until = until;
        this.scanner = scanner;
        this.left = length;
    }

    @Override
    public void apply(float[] logProbabilities) {
        for (int index : masks.forbidden(scanner, left)) {
            logProbabilities[index] = Float.NEGATIVE_INFINITY;
        }
        if (isImpossible(logProbabilities)) { // the model is sure that the text breaks here
            logProbabilities[masks.closing(scanner)] = 0;
        }
    }

    private static boolean isImpossible(float[] logProbabilities) {
        for (float logProbability : logProbabilities) {
            if (logProbability != Float.NEGATIVE_INFINITY) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void made(int index) {
        boolean inBody = Until.isInBody(scanner);
        scanner.accept(vocabulary.codePoint(index));
        left--;
        if (!ending && until.hasCome(inBody, scanner)) {
            ending = true;
            left = Closing.cost(scanner);
        }
    }

    @Override
    public boolean isOver() {
        return ending && left == 0;
    }

    @Override
    public Guide copy() {
        ConstrainedGuide copy = new ConstrainedGuide(vocabulary, masks, until, scanner.copy(), left);
        copy.ending = ending;
        return copy;
    }
}
