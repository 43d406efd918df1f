package charrnn.tools.constrain;

import charrnn.corpus.Vocabulary;

/**
 * Follows a text to the place where it ends. A text that is to end with a function must begin one: what does not lead there
 * is masked.
 */
final class TextEnd {
    private static final double NEGLIGIBLE = 0.01;

    private final Vocabulary vocabulary;
    private final Until until;
    private final CScanner scanner;
    private final FunctionGrammar grammar;
    private boolean reached;

    /** At the beginning of a file. */
    TextEnd(Vocabulary vocabulary, Until until) {
        this(vocabulary, until, new CScanner(), new FunctionGrammar());
    }

    private TextEnd(Vocabulary vocabulary, Until until, CScanner scanner, FunctionGrammar grammar) {
        this.vocabulary = vocabulary;
        this.until = until;
        this.scanner = scanner;
        this.grammar = grammar;
    }

    TextEnd copy() {
        TextEnd copy = new TextEnd(vocabulary, until, scanner.copy(), new FunctionGrammar(grammar));
        copy.reached = reached;
        return copy;
    }

    /** Where in C's structure the text is. */
    CScanner scanner() {
        return scanner;
    }

    /** The text goes on by a character, of its prime too. */
    SyntaxViolation accept(int codePoint) {
        if (until != Until.FUNCTION) {
            reached = until == Until.LINE && codePoint == '\n';
            return scanner.accept(codePoint);
        }
        CScanner before = scanner.copy();
        SyntaxViolation breach = scanner.accept(codePoint);
        grammar.accept(before, codePoint, scanner);
        reached = grammar.isComplete();
        return breach;
    }

    /** Whether the text may be read as if a function stood before it: it is between declarations or in a head. */
    boolean isAtTopLevel() {
        return until == Until.FUNCTION && grammar.isInHead(scanner);
    }

    /** Whether the last character was the one to end at. */
    boolean isReached() {
        return reached;
    }

    /**
     * Takes out what does not lead to a function. The probability of what would end a name goes to the
     * character that may. Nothing changes where no character would be left.
     */
    void apply(float[] logProbabilities) {
        if (until != Until.FUNCTION || !grammar.isInHead(scanner)) {
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
}
