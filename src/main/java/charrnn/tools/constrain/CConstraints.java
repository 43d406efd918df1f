package charrnn.tools.constrain;

import charrnn.corpus.Vocabulary;
import charrnn.grammar.CText;
import charrnn.grammar.HeaderIndex;
import charrnn.grammar.Prompt;
import charrnn.grammar.SyntaxException;
import charrnn.message.Count;
import charrnn.message.UserError;
import charrnn.sample.Constraint;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Creates constraints that end a text at a line or function end and, if constrained, keep it in the grammar of C.
 *
 * @param constrained whether texts are C by its grammar. Each text is then completed within its length, with all that is open
 *     in its prompt
 * @param until where texts end before their length
 * @param symbols which symbols functions may use, if constrained
 * @param project the files whose symbols exist, beside those of the prompt
 */
public record CConstraints(
        Vocabulary vocabulary, boolean constrained, Until until, SymbolUse symbols, HeaderIndex project) {
    public static final String FUNCTION_END = "{\n}\n\n";

    /** The characters with which a text may be completed. */
    private static final String ENDINGS = "\n \"#'()*/0;[]{}acdefgilmnoprsuw:=?";

    /** Creates a factory for texts that may use any symbols. */
    public CConstraints(Vocabulary vocabulary, boolean constrained, Until until) {
        this(vocabulary, constrained, until, SymbolUse.ANY, HeaderIndex.NONE);
    }

    /** @throws UserError if constrained and the vocabulary lacks characters that complete texts */
    public CConstraints {
        requireKnown(vocabulary, constrained ? ENDINGS : "", "some C texts cannot be completed");
    }

    private static void requireKnown(Vocabulary vocabulary, String ending, String consequence) {
        List<Integer> missing = vocabulary.unknownIn(ending);
        if (!missing.isEmpty()) {
            throw new UserError("the network does not know "
                    + missing.stream().map(Vocabulary::nameOf).collect(Collectors.joining(", "))
                    + "; without these characters, " + consequence);
        }
    }

    /**
     * Creates the constraint of a text.
     *
     * @param prime text that it continues
     * @param length maximum number of characters to generate
     * @throws UserError if a constrained text cannot be completed: the grammar rejects its prompt, or the length is too small
     */
    public Constraint create(String prime, int length) {
        Prompt prompt = new Prompt();
        if (!constrained) {
            prime.codePoints().forEach(prompt::read);
            return new UntilConstraint(vocabulary, until, context(prompt), prompt);
        }
        CText text;
        try {
            prime.codePoints().forEach(prompt::readStrictly);
            text = prompt.text(until == Until.FUNCTION, symbols == SymbolUse.ANY ? null : project.at(prime));
        } catch (SyntaxException e) {
            throw new UserError("the given text cannot be continued under the constraint c: " + e.getMessage(), e);
        }
        String ending = text.ending().orElseThrow();
        requireKnown(vocabulary, ending, "this text cannot be completed");
        if (ending.length() > length) {
            throw new UserError("completing the text takes " + Count.of(ending.length(), "character")
                    + ", but the text may have no more than " + length);
        }
        return new CConstraint(vocabulary, until, context(prompt), text, symbols == SymbolUse.LIKELY, length);
    }

    /** In the head of a function, the network first reads the end of another one: it then predicts a declaration, not any line. */
    private String context(Prompt prompt) {
        return until == Until.FUNCTION && prompt.isInHead() ? FUNCTION_END : "";
    }
}
