package charrnn.tools.constrain;

import charrnn.config.UserError;
import charrnn.corpus.Vocabulary;
import charrnn.sample.LogitsProcessor;
import charrnn.sample.LogitsProcessorFactory;
import java.util.Optional;

/** Texts that end where their C does, and, where they are constrained, never break its structure. */
public final class CConstraints implements LogitsProcessorFactory {
    /** The end of a function: a network that has read it expects a declaration. */
    public static final String FUNCTION_END = "{\n}\n\n";

    private final Vocabulary vocabulary;
    private final Optional<SymbolMasks> masks; // of constrained texts
    private final Until until;

    /**
     * For the texts of a model.
     *
     * @param constrained whether no text may break C's lexical and bracket structure. Each then closes what it and its
     *     prime have opened, at its length at the latest; where {@code until} ends it, closing comes after
     * @param until where texts end before their length
     * @throws UserError if they are constrained and the vocabulary lacks characters that close something
     */
    public CConstraints(Vocabulary vocabulary, boolean constrained, Until until) {
        this.vocabulary = vocabulary;
        this.masks = constrained ? Optional.of(new SymbolMasks(vocabulary)) : Optional.empty();
        this.until = until;
    }

    /** @throws UserError if a constrained text cannot be closed: the prime is broken already, or the length too small */
    @Override
    public LogitsProcessor create(String prime, int length) {
        TextEnd end = new TextEnd(vocabulary, until);
        if (masks.isEmpty()) {
            prime.codePoints().forEach(end::accept);
            return new UntilProcessor(vocabulary, context(end), end);
        }
        prime.codePoints().forEach(codePoint -> read(end, codePoint));
        CScanner scanner = end.scanner();
        if (!StrictC.canComplete(scanner)) {
            throw new UserError("the given text cannot be continued under the constraint c: its last directive, #"
                    + scanner.directive() + ", cannot be completed");
        }
        if (scanner.depth() > StrictC.DEPTH || scanner.conditionalDepth() > StrictC.CONDITIONAL_DEPTH) {
            throw new UserError("the given text cannot be continued under the constraint c: it leaves more than "
                    + StrictC.DEPTH + " brackets or " + StrictC.CONDITIONAL_DEPTH + " conditionals open");
        }
        if (!ClosingPlan.isAllowed(scanner)) {
            throw new UserError("the given text cannot be continued under the constraint c: its last literal cannot be"
                    + " completed");
        }
        int cost = ClosingPlan.cost(scanner);
        if (cost > length) {
            throw new UserError(
                    "closing what is open takes " + cost + " characters, but the text may have no more than " + length);
        }
        return new ConstraintProcessor(vocabulary, masks.get(), context(end), end, length);
    }

    /**
     * A text that is to become a function is read behind another one's end. From nothing at all a network takes the beginning
     * of a line for any, mostly for one within a function.
     */
    private static String context(TextEnd end) {
        return end.isAtTopLevel() ? FUNCTION_END : "";
    }

    private static void read(TextEnd end, int codePoint) {
        CScanner before = end.scanner().copy();
        SyntaxViolation breach = end.accept(codePoint);
        if (breach != SyntaxViolation.NONE) {
            throw new UserError("the given text cannot be continued under the constraint c: " + breach.description()
                    + " at line " + before.line() + ", character " + (before.column() + 1));
        }
    }
}
