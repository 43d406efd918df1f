package charrnn.tools.constrain;

import charrnn.corpus.Vocabulary;
import charrnn.sample.LogitsProcessor;

/**
 * Takes out of the game what would break the structure of the text, or open more than can still be closed. The
 * probability of what belongs outside of the innermost thing that is open goes to the character that leads there.
 */
final class ConstraintProcessor implements LogitsProcessor {
    private static final float NEGLIGIBLE = -5; // one in 148

    private final Vocabulary vocabulary;
    private final SymbolMasks masks;
    private final String context;
    private final TextEnd end;
    private int left; // characters to make; never fewer than closing takes
    private boolean ending;
    private boolean cut;

    ConstraintProcessor(Vocabulary vocabulary, SymbolMasks masks, String context, TextEnd end, int length) {
        this.vocabulary = vocabulary;
        this.masks = masks;
        this.context = context;
        this.end = end;
        this.left = length;
    }

    @Override
    public void apply(float[] logProbabilities) {
        CScanner scanner = end.scanner();
        cut |= !ending && !masks.isAmple(scanner, left) && isShort(scanner, logProbabilities);
        double wish = 0;
        for (int index : masks.forbidden(scanner, left)) {
            // A network that wants a line's end in a string, or a semicolon in parentheses, believes itself outside.
            if (logProbabilities[index] > NEGLIGIBLE && masks.belongsOutside(index)) {
                wish += Math.exp(logProbabilities[index]);
            }
            logProbabilities[index] = Float.NEGATIVE_INFINITY;
        }
        if (wish > 0 && !ClosingPlan.isDone(scanner)) {
            int closing = masks.closing(scanner);
            logProbabilities[closing] = (float) Math.log(Math.exp(logProbabilities[closing]) + wish);
        }
        if (!ending) {
            end.apply(logProbabilities);
        }
        if (isImpossible(logProbabilities)) { // the model is sure that the text breaks here
            logProbabilities[masks.closing(scanner)] = 0;
        }
    }

    /** Whether the length alone forbids what may well have come. */
    private boolean isShort(CScanner scanner, float[] logProbabilities) {
        double lost = 0;
        for (int index : masks.forbidden(scanner, left)) {
            lost += Math.exp(logProbabilities[index]);
        }
        for (int index : masks.forbidden(scanner, Integer.MAX_VALUE)) {
            lost -= Math.exp(logProbabilities[index]);
        }
        return lost > Math.exp(NEGLIGIBLE);
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
    public void accept(int index) {
        end.accept(vocabulary.codePoint(index));
        left--;
        if (!ending && end.isReached()) {
            ending = true;
            left = ClosingPlan.cost(end.scanner());
        }
    }

    @Override
    public boolean isComplete() {
        return ending && left == 0;
    }

    @Override
    public boolean isCut() {
        return cut;
    }

    @Override
    public String context() {
        return context;
    }

    @Override
    public LogitsProcessor copy() {
        ConstraintProcessor copy = new ConstraintProcessor(vocabulary, masks, context, end.copy(), left);
        copy.ending = ending;
        copy.cut = cut;
        return copy;
    }
}
