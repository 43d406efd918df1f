package charrnn.tools.constrain;

import charrnn.corpus.Vocabulary;
import charrnn.sample.LogitsProcessor;
import java.util.Optional;

/**
 * Ends a text at its {@link Until}, and, if constrained, masks characters that would break its structure or open more than
 * can still be closed. The probability of a masked character that belongs elsewhere goes to the one that leads there.
 */
final class CProcessor extends State<CProcessor> implements LogitsProcessor {
    private static final float NEGLIGIBLE = -5; // one in 148
    private static final double NEGLIGIBLE_WISH = 0.01;

    private final Vocabulary vocabulary;
    private final Optional<SymbolMasks> masks; // if constrained
    private final Until until;
    private CScanner scanner = new CScanner();
    private FunctionGrammar grammar = new FunctionGrammar();
    private String context = "";
    private boolean reached; // the last character was the one to end at
    private boolean ending; // a constrained text only closes what is open
    private boolean cut;
    private int left; // characters to generate; if constrained, never fewer than closing takes

    CProcessor(Vocabulary vocabulary, Optional<SymbolMasks> masks, Until until) {
        this.vocabulary = vocabulary;
        this.masks = masks;
        this.until = until;
    }

    @Override
    public CProcessor copy() {
        CProcessor copy = super.copy();
        copy.scanner = scanner.copy();
        copy.grammar = grammar.copy();
        return copy;
    }

    /** Reads a character of the prime or the text. */
    SyntaxViolation read(int codePoint) {
        if (until != Until.FUNCTION) {
            reached = until == Until.LINE && codePoint == '\n';
            return scanner.accept(codePoint);
        }
        CScanner before = scanner.copy();
        SyntaxViolation violation = scanner.accept(codePoint);
        grammar.accept(before, codePoint, scanner);
        reached = grammar.isComplete();
        return violation;
    }

    /**
     * Begins the text after its prime. One that is to become a function follows another one's end: from nothing at all a
     * network expects the beginning of any line, mostly of one within a function.
     */
    void begin(int length) {
        context = isInHead() ? CConstraints.FUNCTION_END : "";
        left = length;
    }

    private boolean isInHead() {
        return until == Until.FUNCTION && grammar.isInHead(scanner);
    }

    CScanner scanner() {
        return scanner;
    }

    @Override
    public void apply(float[] logProbabilities) {
        masks.ifPresent(it -> constrain(it, logProbabilities));
        if (!ending && isInHead()) {
            leadToFunction(logProbabilities);
        }
        if (masks.isPresent() && isImpossible(logProbabilities)) { // the model is sure that the text breaks here
            logProbabilities[masks.get().closing(scanner)] = 0;
        }
    }

    private void constrain(SymbolMasks symbols, float[] logProbabilities) {
        cut |= !ending && !symbols.isAmple(scanner, left) && isShort(symbols, logProbabilities);
        double wish = 0;
        for (int index : symbols.forbidden(scanner, left)) {
            // A network that wants a line's end in a string, or a semicolon in parentheses, believes itself outside.
            if (logProbabilities[index] > NEGLIGIBLE && symbols.belongsOutside(index)) {
                wish += Math.exp(logProbabilities[index]);
            }
            logProbabilities[index] = Float.NEGATIVE_INFINITY;
        }
        if (wish > 0 && !ClosingPlan.isDone(scanner)) {
            add(logProbabilities, symbols.closing(scanner), wish);
        }
    }

    private static void add(float[] logProbabilities, int index, double probability) {
        logProbabilities[index] = (float) Math.log(Math.exp(logProbabilities[index]) + probability);
    }

    /** Whether the length alone forbids what may well have come. */
    private boolean isShort(SymbolMasks symbols, float[] logProbabilities) {
        double lost = 0;
        for (int index : symbols.forbidden(scanner, left)) {
            lost += Math.exp(logProbabilities[index]);
        }
        for (int index : symbols.forbidden(scanner, Integer.MAX_VALUE)) {
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

    /** Masks what leads to no function, unless nothing would be left; what would end a word becomes the character that may. */
    private void leadToFunction(float[] logProbabilities) {
        boolean[] allowed = new boolean[logProbabilities.length];
        double wish = 0; // to end the word
        boolean any = false;
        for (int i = 0; i < allowed.length; i++) {
            allowed[i] = i != Vocabulary.UNKNOWN && grammar.allows(scanner, vocabulary.codePoint(i));
            any |= allowed[i] && logProbabilities[i] != Float.NEGATIVE_INFINITY;
            wish += allowed[i] ? 0 : Math.exp(logProbabilities[i]);
        }
        if (!any) {
            return;
        }
        for (int i = 0; i < allowed.length; i++) {
            logProbabilities[i] = allowed[i] ? logProbabilities[i] : Float.NEGATIVE_INFINITY;
        }
        int end = vocabulary.indexOf(grammar.wordEnd(scanner));
        if (end != Vocabulary.UNKNOWN && allowed[end] && wish > NEGLIGIBLE_WISH) {
            add(logProbabilities, end, wish);
        }
    }

    @Override
    public void accept(int index) {
        read(vocabulary.codePoint(index));
        left--;
        if (masks.isPresent() && !ending && reached) {
            ending = true;
            left = ClosingPlan.cost(scanner);
        }
    }

    @Override
    public boolean isComplete() {
        return masks.isPresent() ? ending && left == 0 : reached;
    }

    @Override
    public boolean isCut() {
        return cut;
    }

    @Override
    public String context() {
        return context;
    }
}
