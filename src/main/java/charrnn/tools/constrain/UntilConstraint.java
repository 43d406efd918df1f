package charrnn.tools.constrain;

import charrnn.corpus.Vocabulary;
import charrnn.grammar.Prompt;
import charrnn.sample.Constraint;
import charrnn.sample.GeneratedText.FinishReason;
import java.util.Optional;

/** Ends a text at its {@link Until}; any character may follow. */
final class UntilConstraint implements Constraint {
    private final Vocabulary vocabulary;
    private final Until until;
    private final String context;
    private final Prompt text; // all that was read
    private boolean endReached;

    UntilConstraint(Vocabulary vocabulary, Until until, String context, Prompt text) {
        this.vocabulary = vocabulary;
        this.until = until;
        this.context = context;
        this.text = text;
    }

    @Override
    public Verdict accept(int index) {
        int character = vocabulary.codePoint(index);
        text.read(character);
        endReached = until == Until.LINE ? character == '\n' : until == Until.FUNCTION && text.endsFunction();
        return Verdict.ACCEPTED;
    }

    @Override
    public Optional<FinishReason> end() {
        return endReached ? Optional.of(FinishReason.UNTIL) : Optional.empty();
    }

    @Override
    public String context() {
        return context;
    }

    @Override
    public UntilConstraint copy() {
        return new UntilConstraint(vocabulary, until, context, text.copy());
    }
}
