package charrnn.sample.c;

import charrnn.corpus.Vocabulary;
import charrnn.sample.Guide;

/**
 * Takes out of the game what would break the structure of the text, or open more than can still be closed. The
 * probability of what belongs outside of the innermost thing that is open goes to the character that leads there.
 */
final class ConstrainedGuide implements Guide {
    private static final float NEGLIGIBLE = -5; // one in 148

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
        double wish = 0;
        for (int index : masks.forbidden(scanner, left)) {
            // A network that wants a line's end in a string, or a semicolon in parentheses, believes itself outside.
            if (logProbabilities[index] > NEGLIGIBLE && masks.belongsOutside(index)) {
                wish += Math.exp(logProbabilities[index]);
            }
            logProbabilities[index] = Float.NEGATIVE_INFINITY;
        }
        if (wish > 0 && !Closing.isDone(scanner)) {
            int closing = masks.closing(scanner);
            logProbabilities[closing] = (float) Math.log(Math.exp(logProbabilities[closing]) + wish);
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
