package charrnn.tools.constrain;

import charrnn.corpus.Vocabulary;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.LogitsProcessor;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Ends a text at its {@link Until} and, if constrained, masks characters that would break its structure or open more than
 * the remaining length can close. The probability of a masked character that ends an outer construct, such as a semicolon
 * inside parentheses, goes to the character that closes the inner one.
 */
final class CProcessor extends State<CProcessor> implements LogitsProcessor {
    private static final float NEGLIGIBLE_LOG_PROBABILITY = -5; // one in 148
    private static final double NEGLIGIBLE_PROBABILITY = 0.01;
    private static final int MAX_SPACE = 40; // in a row; 0.01 % of the kernel's runs of spaces are longer

    private final Vocabulary vocabulary;
    private final Optional<SymbolMasks> masks; // present if constrained
    private final Until until;
    CScanner scanner = new CScanner();
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

    /** Reads a character of the prompt or the text. */
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
     * Begins the text after its prompt. In the head of a function, the network first reads the end of another function:
     * without context it predicts the beginning of any line, mostly of a line inside a function.
     */
    void begin(int length) {
        context = isInHead() ? CConstraints.FUNCTION_END : "";
        remaining = length;
    }

    private boolean isInHead() {
        return until == Until.FUNCTION && grammar.isInHead(scanner);
    }

    @Override
    public void apply(float[] logProbabilities) {
        masks.ifPresent(it -> constrain(it, logProbabilities));
        if (!ending && isInHead()) {
            maskNonFunctions(logProbabilities);
        }
        // Near the length, closing has precedence over names.
        if (!ending && masks.isPresent() && masks.get().isUnlimited(scanner, remaining)) {
            maskNames(logProbabilities);
        }
        if (masks.isPresent() && isImpossible(logProbabilities)) { // all probability is on forbidden symbols
            logProbabilities[masks.get().closing(scanner)] = 0;
        }
    }

    private static boolean isImpossible(float[] logProbabilities) {
        return IntStream.range(0, logProbabilities.length)
                .allMatch(i -> logProbabilities[i] == Float.NEGATIVE_INFINITY);
    }

    private void constrain(SymbolMasks symbols, float[] logProbabilities) {
        boolean unlimited = symbols.isUnlimited(scanner, remaining);
        int[] forbidden = symbols.forbidden(scanner, remaining);
        // The text is closed early if only the remaining length forbids symbols of more than negligible probability.
        closedEarly |= !ending
                && !unlimited
                && probability(forbidden, logProbabilities)
                                - probability(symbols.forbidden(scanner, SymbolMasks.UNLIMITED), logProbabilities)
                        > Math.exp(NEGLIGIBLE_LOG_PROBABILITY);
        double redirected = 0;
        for (int index : forbidden) {
            boolean endsOuter = "\n;)]}".indexOf(vocabulary.codePoint(index)) >= 0; // a line, a statement or a bracket
            if (logProbabilities[index] > NEGLIGIBLE_LOG_PROBABILITY && endsOuter) {
                redirected += Math.exp(logProbabilities[index]);
            }
            logProbabilities[index] = Float.NEGATIVE_INFINITY;
        }
        TokenRun token = scanner.token();
        if (unlimited && token.kind() == TokenRun.Kind.SPACE && token.length() >= MAX_SPACE) {
            // Otherwise a network whose likeliest characters are forbidden may generate white space forever.
            mask(logProbabilities, next -> !TokenRun.isSpace(next));
        }
        if (redirected > 0 && !ClosingPlan.isClosed(scanner)) {
            add(logProbabilities, symbols.closing(scanner), redirected);
        }
    }

    private static double probability(int[] symbols, float[] logProbabilities) {
        return IntStream.of(symbols)
                .mapToDouble(index -> Math.exp(logProbabilities[index]))
                .sum();
    }

    private static void add(float[] logProbabilities, int index, double probability) {
        logProbabilities[index] = (float) Math.log(Math.exp(logProbabilities[index]) + probability);
    }

    /**
     * Masks characters that lead to no function, unless none would remain. Within a word their probability goes to the
     * character that ends the word.
     */
    private void maskNonFunctions(float[] logProbabilities) {
        float[] masked = logProbabilities.clone();
        double redirected = 0;
        for (int i = 0; i < masked.length; i++) {
            if (i == Vocabulary.UNKNOWN || !grammar.allows(scanner, vocabulary.codePoint(i))) {
                redirected += Math.exp(masked[i]);
                masked[i] = Float.NEGATIVE_INFINITY;
            }
        }
        if (isImpossible(masked)) {
            return;
        }
        System.arraycopy(masked, 0, logProbabilities, 0, masked.length);
        int wordEnd = grammar.wordEnd(scanner);
        int end = vocabulary.indexOf(wordEnd);
        if (end != Vocabulary.UNKNOWN && grammar.allows(scanner, wordEnd) && redirected > NEGLIGIBLE_PROBABILITY) {
            add(logProbabilities, end, redirected);
        }
    }

    /**
     * Masks what {@link Declarations} forbid. If a label is missing, the probability of the function's last brace goes to the first
     * letter of a label.
     */
    private void maskNames(float[] logProbabilities) {
        int end = vocabulary.indexOf('}');
        double ended = Math.exp(logProbabilities[end]);
        mask(logProbabilities, next -> scanner.declarations.allows(next, scanner));
        if (logProbabilities[end] == Float.NEGATIVE_INFINITY && ended > NEGLIGIBLE_PROBABILITY && scanner.isAtLabel()) {
            scanner.declarations.missingLabels().stream()
                    .map(label -> vocabulary.indexOf(label.codePointAt(0)))
                    .filter(letter -> letter != Vocabulary.UNKNOWN)
                    .max(Comparator.comparing(letter -> logProbabilities[letter]))
                    .ifPresent(letter -> add(logProbabilities, letter, ended));
        }
    }

    private void mask(float[] logProbabilities, IntPredicate allowed) {
        for (int i = 0; i < logProbabilities.length; i++) {
            if (!allowed.test(vocabulary.codePoint(i))) {
                logProbabilities[i] = Float.NEGATIVE_INFINITY;
            }
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
    public Optional<FinishReason> end() {
        boolean complete = masks.isPresent() ? ending && remaining == 0 : endReached;
        return complete ? Optional.of(closedEarly ? FinishReason.LENGTH : FinishReason.UNTIL) : Optional.empty();
    }

    @Override
    public String context() {
        return context;
    }
}
