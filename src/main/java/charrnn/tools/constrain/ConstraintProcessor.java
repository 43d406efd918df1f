package charrnn.tools.constrain;

import charrnn.sample.LogitsProcessor;

/**
 * Masks characters that would break the structure of the text, or open more than can still be closed. The probability of
 * what belongs outside of the innermost open construct goes to the character that leads there.
 */
final class ConstraintProcessor extends State<ConstraintProcessor> implements LogitsProcessor {
    private static final float NEGLIGIBLE = -5; // one in 148

    private final SymbolMasks masks;
    private UntilProcessor until;
    private int left; // characters to make; never fewer than closing takes
    private boolean ending;
    private boolean cut;

    ConstraintProcessor(SymbolMasks masks, UntilProcessor until, int length) {
        this.masks = masks;
        this.until = until;
        this.left = length;
    }

    @Override
    public ConstraintProcessor copy() {
        ConstraintProcessor copy = super.copy();
        copy.until = until.copy();
        return copy;
    }

    @Override
    public void apply(float[] logProbabilities) {
        CScanner scanner = until.scanner();
        cut |= !ending && !masks.isAmple(scanner, left) && isShort(scanner, logProbabilities);
        double wish = 0;
        for (int index : masks.forbidden(scanner, left)) {
            // A network that wants a line's end in a string, or a semicolon in parentheses, believes itself outside.
            if (logProbabilities[index] > NEGLIGIBLE && masks.belongsOutside(index)) {
                wish += Math.exp(logProbabilities[index]);
            }
            logProbabilities[index] = Float.NEGATIVE_INFINITY;
        }
        int closing = masks.closing(scanner);
        if (wish > 0 && !ClosingPlan.isDone(scanner)) {
            logProbabilities[closing] = (float) Math.log(Math.exp(logProbabilities[closing]) + wish);
        }
        if (!ending) {
            until.apply(logProbabilities);
        }
        if (isImpossible(logProbabilities)) { // the model is sure that the text breaks here
            logProbabilities[closing] = 0;
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
        until.accept(index);
        left--;
        if (!ending && until.isComplete()) {
            ending = true;
            left = ClosingPlan.cost(until.scanner());
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
        return until.context();
    }
}
