package charrnn.tools.constrain;

import charrnn.corpus.Vocabulary;
import charrnn.sample.LogitsProcessor;

/**
 * Ends a text at its {@link Until}. A text that is to end with a function must begin one: characters that do not lead there
 * are masked.
 */
final class UntilProcessor extends State<UntilProcessor> implements LogitsProcessor {
    private static final double NEGLIGIBLE = 0.01;

    private final Vocabulary vocabulary;
    private final Until until;
    private CScanner scanner = new CScanner();
    private FunctionGrammar grammar = new FunctionGrammar();
    private String context = "";
    private boolean reached;

    UntilProcessor(Vocabulary vocabulary, Until until) {
        this.vocabulary = vocabulary;
        this.until = until;
    }

    @Override
    public UntilProcessor copy() {
        UntilProcessor copy = super.copy();
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
     * The prime is read. A text that is to become a function follows another one's end: from nothing at all a network
     * expects the beginning of any line, mostly of one within a function.
     */
    void begin() {
        context = isInHead() ? CConstraints.FUNCTION_END : "";
    }

    private boolean isInHead() {
        return until == Until.FUNCTION && grammar.isInHead(scanner);
    }

    CScanner scanner() {
        return scanner;
    }

    /** The probability of what would end a name goes to the character that may. */
    @Override
    public void apply(float[] logProbabilities) {
        if (!isInHead()) {
            return;
        }
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
        if (end != Vocabulary.UNKNOWN && allowed[end] && wish > NEGLIGIBLE) {
            logProbabilities[end] = (float) Math.log(Math.exp(logProbabilities[end]) + wish);
        }
    }

    @Override
    public void accept(int index) {
        read(vocabulary.codePoint(index));
    }

    @Override
    public boolean isComplete() {
        return reached;
    }

    @Override
    public String context() {
        return context;
    }
}
