package charrnn.tools.constrain;

import charrnn.corpus.Vocabulary;
import charrnn.sample.LogitsProcessor;
import java.util.Optional;

/**
 * Ends a text at its {@link Until} and, if constrained, masks characters that would break its structure or open more than
 * the remaining length can close. The probability of a masked character that ends an outer construct, such as a semicolon
 * inside parentheses, goes to the character that closes the inner one.
 */
final class CProcessor extends State<CProcessor> implements LogitsProcessor {
    private static final float NEGLIGIBLE_LOG_PROBABILITY = -5; // one in 148
    private static final double NEGLIGIBLE_PROBABILITY = 0.01;
    private static final int MAX_SPACE =
            40; // white-space characters in a row; 0.01 % of the kernel's runs of spaces are longer

    private final Vocabulary vocabulary;
    private final Optional<SymbolMasks> masks; // present if constrained
    private final Until until;
    private CScanner scanner = new CScanner();
    private FunctionGrammar grammar = new FunctionGrammar();
    private String context = "";
    private boolean endReached; // the last character is where the text ends
    private boolean ending; // only closing characters follow
    private boolean closedEarly;
    private int remaining; // characters to generate; if constrained, at least as many as closing takes

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
            endReached = until == Until.LINE && codePoint == '\n';
            return scanner.accept(codePoint);
        }
        CScanner before = scanner.copy();
        SyntaxViolation violation = scanner.accept(codePoint);
        grammar.accept(before, codePoint, scanner);
        endReached = grammar.isComplete();
        return violation;
    }

    /**
     * Begins the text after its prime. In the head of a function, the network first reads the end of another function:
     * without context it predicts the beginning of any line, mostly of a line inside a function.
     */
    void begin(int length) {
        context = isInHead() ? CConstraints.FUNCTION_END : "";
        remaining = length;
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
            maskNonFunctions(logProbabilities);
        }
        if (masks.isPresent() && isImpossible(logProbabilities)) { // all probability is on forbidden symbols
            logProbabilities[masks.get().closing(scanner)] = 0;
        }
    }

    private void constrain(SymbolMasks symbols, float[] logProbabilities) {
        closedEarly |=
                !ending && !symbols.isUnlimited(scanner, remaining) && forbidsLikelyByLength(symbols, logProbabilities);
        double redirected = 0;
        for (int index : symbols.forbidden(scanner, remaining)) {
            if (logProbabilities[index] > NEGLIGIBLE_LOG_PROBABILITY && symbols.endsOuterConstruct(index)) {
                redirected += Math.exp(logProbabilities[index]);
            }
            logProbabilities[index] = Float.NEGATIVE_INFINITY;
        }
        if (scanner.token().kind() == TokenRun.Kind.SPACE
                && scanner.token().length() >= MAX_SPACE
                && symbols.isUnlimited(scanner, remaining)) {
            maskSpace(logProbabilities);
        }
        if (redirected > 0 && !ClosingPlan.isClosed(scanner)) {
            add(logProbabilities, symbols.closing(scanner), redirected);
        }
    }

    /** Without this, a network whose likeliest characters are forbidden may generate white space forever. */
    private void maskSpace(float[] logProbabilities) {
        for (int i = 0; i < logProbabilities.length; i++) {
            if (TokenRun.isSpace(vocabulary.codePoint(i))) {
                logProbabilities[i] = Float.NEGATIVE_INFINITY;
            }
        }
    }

    private static void add(float[] logProbabilities, int index, double probability) {
        logProbabilities[index] = (float) Math.log(Math.exp(logProbabilities[index]) + probability);
    }

    /** Whether symbols of more than negligible probability are forbidden by the remaining length alone. */
    private boolean forbidsLikelyByLength(SymbolMasks symbols, float[] logProbabilities) {
        double lost = 0;
        for (int index : symbols.forbidden(scanner, remaining)) {
            lost += Math.exp(logProbabilities[index]);
        }
        for (int index : symbols.forbidden(scanner, Integer.MAX_VALUE)) {
            lost -= Math.exp(logProbabilities[index]);
        }
        return lost > Math.exp(NEGLIGIBLE_LOG_PROBABILITY);
    }

    private static boolean isImpossible(float[] logProbabilities) {
        for (float logProbability : logProbabilities) {
            if (logProbability != Float.NEGATIVE_INFINITY) {
                return false;
            }
        }
        return true;
    }

    /**
     * Masks characters that lead to no function, unless none would remain. Within a word their probability goes to the
     * character that ends the word.
     */
    private void maskNonFunctions(float[] logProbabilities) {
        boolean[] allowed = new boolean[logProbabilities.length];
        double redirected = 0;
        boolean any = false;
        for (int i = 0; i < allowed.length; i++) {
            allowed[i] = i != Vocabulary.UNKNOWN && grammar.allows(scanner, vocabulary.codePoint(i));
            any |= allowed[i] && logProbabilities[i] != Float.NEGATIVE_INFINITY;
            redirected += allowed[i] ? 0 : Math.exp(logProbabilities[i]);
        }
        if (!any) {
            return;
        }
        for (int i = 0; i < allowed.length; i++) {
            logProbabilities[i] = allowed[i] ? logProbabilities[i] : Float.NEGATIVE_INFINITY;
        }
        int end = vocabulary.indexOf(grammar.wordEnd(scanner));
        if (end != Vocabulary.UNKNOWN && allowed[end] && redirected > NEGLIGIBLE_PROBABILITY) {
            add(logProbabilities, end, redirected);
        }
    }

    @Override
    public void accept(int index) {
        read(vocabulary.codePoint(index));
        remaining--;
        if (masks.isPresent() && !ending && endReached) {
            ending = true;
            remaining = ClosingPlan.cost(scanner);
        }
    }

    @Override
    public boolean isComplete() {
        return masks.isPresent() ? ending && remaining == 0 : endReached;
    }

    @Override
    public boolean isClosedEarly() {
        return closedEarly;
    }

    @Override
    public String context() {
        return context;
    }
}
