package charrnn.tools.constrain;

import charrnn.config.UserError;
import charrnn.corpus.Vocabulary;
import charrnn.sample.LogitsProcessor;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
import charrnn.tools.constrain.CScanner.LinePosition;
import java.util.Locale;
import java.util.Optional;

/** Creates logits processors that end a text at a line or function end and, if constrained, keep it structurally valid C. */
public final class CConstraints implements LogitsProcessorFactory {
    /** The end of a function, as context: the network then predicts a declaration. */
    public static final String FUNCTION_END = "{\n}\n\n";

    private final Vocabulary vocabulary;
    private final Optional<SymbolMasks> masks; // present if constrained
    private final Until until;

    /**
     * Creates a factory for one vocabulary.
     *
     * @param constrained whether texts keep C's lexical and bracket structure. Closing characters then end each text within
     *     its length; they close everything that is open, also in its prompt
     * @param until where texts end before their length
     * @throws UserError if constrained and the vocabulary lacks characters that are needed for closing
     */
    public CConstraints(Vocabulary vocabulary, boolean constrained, Until until) {
        this.vocabulary = vocabulary;
        this.masks = constrained ? Optional.of(new SymbolMasks(vocabulary)) : Optional.empty();
        this.until = until;
    }

    /** @throws UserError if a constrained text cannot be closed: its prompt has a violation, or the length is too small */
    @Override
    public LogitsProcessor create(String prime, int length) {
        CProcessor processor = new CProcessor(vocabulary, masks, until);
        CScanner scanner = processor.scanner;
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
            throw broken("its last directive, #%s, cannot be completed", scanner.structure.name);
        }
        if (scanner.depth() > StrictC.MAX_DEPTH || scanner.conditionalDepth() > StrictC.MAX_CONDITIONAL_DEPTH) {
            throw broken(
                    "it leaves more than %d brackets or %d conditionals open",
                    StrictC.MAX_DEPTH, StrictC.MAX_CONDITIONAL_DEPTH);
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
