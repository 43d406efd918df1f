package charrnn.tools.constrain;

import charrnn.config.UserError;
import charrnn.corpus.Vocabulary;
import charrnn.sample.LogitsProcessor;
import charrnn.sample.LogitsProcessorFactory;
import java.util.Locale;
import java.util.Optional;

/** Creates the processors of texts that end where their C does, and that, if constrained, never break its structure. */
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
        CProcessor processor = new CProcessor(vocabulary, masks, until);
        CScanner scanner = processor.scanner();
        for (int codePoint : prime.codePoints().toArray()) {
            LinePosition line = scanner.line();
            SyntaxViolation violation = processor.read(codePoint);
            if (masks.isPresent() && violation != SyntaxViolation.NONE) {
                throw broken("%s at line %d, character %d", violation.description(), line.number(), line.column() + 1);
            }
        }
        if (masks.isPresent()) {
            checkClosing(scanner, length);
        }
        processor.begin(length);
        return processor;
    }

    private static void checkClosing(CScanner scanner, int length) {
        if (!Directives.canComplete(scanner)) {
            throw broken(
                    "its last directive, #%s, cannot be completed",
                    scanner.structure().name());
        }
        if (scanner.depth() > StrictC.DEPTH || scanner.conditionalDepth() > StrictC.CONDITIONAL_DEPTH) {
            throw broken(
                    "it leaves more than %d brackets or %d conditionals open",
                    StrictC.DEPTH, StrictC.CONDITIONAL_DEPTH);
        }
        if (!ClosingPlan.isAllowed(scanner)) {
            throw broken("its last literal cannot be completed");
        }
        int cost = ClosingPlan.cost(scanner);
        if (cost > length) {
            throw new UserError(
                    "closing what is open takes " + cost + " characters, but the text may have no more than " + length);
        }
    }

    private static UserError broken(String format, Object... values) {
        return new UserError("the given text cannot be continued under the constraint c: "
                + String.format(Locale.ROOT, format, values));
    }
}
