package charrnn.tools.constrain;

import charrnn.corpus.CharacterName;
import charrnn.corpus.Vocabulary;
import charrnn.grammar.CText;
import charrnn.grammar.CText.Region;
import charrnn.grammar.CharacterClass;
import charrnn.grammar.Copyable;
import charrnn.grammar.Leniency;
import charrnn.grammar.Prompt;
import charrnn.message.UserError;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.LogitsProcessor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends a text at its {@link Until} and, if constrained, rejects what {@link CText} does not allow. The network writes a token freely; a
 * rejected one is rolled back and drawn again, so that those that remain keep their proportions. With known symbols, the
 * statement is rolled back after some retries, and parameters become more probable until they are used. After the last retry, the
 * next token of the shortest ending is written. A text that its remaining length would no longer complete is completed at once.
 */
final class CProcessor extends Copyable<CProcessor> implements LogitsProcessor {
    /**
     * How often something is drawn again.
     *
     * @param ofToken retries of a token, before that of the shortest ending is written
     * @param inStatement retries of a token, before its statement is rolled back
     * @param ofStatement retries of a statement, before its tokens alone are rolled back
     * @param ofFunction retries of a function
     * @param unknown retries of a token, before its name may be unknown
     */
    private record RetryPolicy(int ofToken, int inStatement, int ofStatement, int ofFunction, int unknown) {}

    private static final RetryPolicy MAX = new RetryPolicy(16, 5, 12, 4, 4);

    /** Retries of what begins where some characters remain to be generated. */
    private record Retries(int count, int remaining) {
        static final Retries NONE = new Retries(0, -1);

        Retries next(int now) {
            return new Retries(at(now) + 1, now);
        }

        int at(int now) {
            return remaining == now ? count : 0;
        }
    }

    private enum State {
        WRITING,
        /** No character may be drawn, and the shortest ending is too long: a rollback follows. */
        STUCK,
        /** The text ends after the forced characters. */
        ENDING
    }

    private static final int MAX_SPACE = 40; // in a row; 0.01 % of the kernel's runs of spaces are longer

    /** Factor of each character of a parameter that is not used yet: real functions use 99.7 % of them, networks far fewer. */
    private static final float UNUSED_PARAMETER = (float) Math.log(4);

    private final Vocabulary vocabulary;
    private final Until until;
    private final String context;
    private final boolean mayBeUnknown; // a name, after some retries
    private Prompt prompt; // of an unconstrained text, all that was read
    private @Nullable CText text; // null if unconstrained
    private State state = State.WRITING;
    private String forced = ""; // the characters that come next; if empty, one is drawn
    private boolean isClosedEarly; // forced is the ending, since the length was near
    private int remaining; // characters to generate
    private int space; // number of characters of white space at the end
    private Retries ofToken = Retries.NONE; // the last one that was rolled back
    private Retries ofStatement = Retries.NONE; // likewise
    private int ofFunction; // retries
    private int token; // what remained when the last token began
    private int statement; // likewise

    /**
     * A processor of a text after its prompt. In the head of a function, the network first reads the end of another function: without
     * context it predicts the beginning of any line, mostly of a line inside a function.
     *
     * @param text that of the prompt; null if unconstrained
     * @param mayBeUnknown whether a name may be unknown, after some retries
     * @param length maximum number of characters to generate
     */
    CProcessor(
            Vocabulary vocabulary, Until until, Prompt prompt, @Nullable CText text, boolean mayBeUnknown, int length) {
        this.vocabulary = vocabulary;
        this.until = until;
        this.prompt = prompt;
        this.text = text;
        this.mayBeUnknown = mayBeUnknown;
        context = until == Until.FUNCTION && prompt.isInHead() ? CConstraints.FUNCTION_END : "";
        remaining = length;
    }

    @Override
    public CProcessor copy() {
        CProcessor copy = super.copy();
        copy.prompt = text == null ? prompt.copy() : prompt;
        return copy;
    }

    @Override
    public void apply(float[] logProbabilities) {
        if (text == null) {
            return;
        }
        logProbabilities[Vocabulary.UNKNOWN] = Float.NEGATIVE_INFINITY;
        if (forced.isEmpty() && !adjust(text, logProbabilities)) {
            state = text.fits(remaining) ? state : State.STUCK;
            forced = state == State.STUCK ? "\n" : text.nextOfEnding();
        }
        if (!forced.isEmpty()) {
            Arrays.fill(logProbabilities, Float.NEGATIVE_INFINITY);
            int next = vocabulary.indexOf(forced.charAt(0));
            if (next == Vocabulary.UNKNOWN) {
                throw new UserError("the network does not know " + CharacterName.of(forced.charAt(0))
                        + ", without which this text cannot be completed as C");
            }
            logProbabilities[next] = 0;
        }
    }

    /** Excludes further white space, and makes unused parameters more probable. Returns whether a character remains. */
    private boolean adjust(CText now, float[] logProbabilities) {
        boolean isFull = space >= (isRetry() ? 1 : MAX_SPACE);
        boolean hasAny = false;
        for (int i = 0; i < logProbabilities.length; i++) {
            int character = vocabulary.codePoint(i);
            if (isFull && CharacterClass.isSpace(character)) {
                logProbabilities[i] = Float.NEGATIVE_INFINITY;
            } else if (now.hasSymbols() && now.beginsParameter(character)) {
                logProbabilities[i] += UNUSED_PARAMETER;
            }
            hasAny |= logProbabilities[i] > Float.NEGATIVE_INFINITY;
        }
        return hasAny;
    }

    @Override
    public boolean begins(int index) {
        if (text == null || !forced.isEmpty()) {
            return state != State.STUCK;
        }
        boolean isWhole = text.region() != Region.CODE || text.ended() != null;
        return isWhole && !text.continuesWith(vocabulary.codePoint(index)) && text.fits(remaining);
    }

    @Override
    public boolean beginsStatement() {
        return hasSymbols() && text != null && text.isAtStatement();
    }

    /** The verdict on what its length would cut: a function is written once more, a few times. */
    private Verdict tooLong() {
        return isRewritable() ? Verdict.TEXT_REFUSED : Verdict.TOO_LONG;
    }

    private boolean isRewritable() {
        return until == Until.FUNCTION && hasSymbols() && ofFunction < MAX.ofFunction;
    }

    @Override
    public boolean isFinal() {
        return !hasSymbols() || (beginsStatement() && !isRewritable());
    }

    private boolean hasSymbols() {
        return text != null && text.hasSymbols();
    }

    @Override
    public Verdict accept(int index) {
        int character = vocabulary.codePoint(index);
        if (text == null) {
            prompt.read(character);
            boolean isEnd = until == Until.LINE ? character == '\n' : until == Until.FUNCTION && prompt.endsFunction();
            state = isEnd ? State.ENDING : State.WRITING;
            return Verdict.ACCEPTED;
        }
        if (state == State.STUCK) {
            return tooLong();
        }
        if (character == '}' && text.region() == Region.CODE && isRewritable() && text.leavesParameters()) {
            return Verdict.TEXT_REFUSED;
        }
        CText after;
        if (forced.isEmpty()) {
            after = text.after(character);
            boolean begins = begins(index);
            token = begins ? remaining : token;
            statement = begins && beginsStatement() ? remaining : statement;
            Verdict verdict = verdict(text, after, character, begins);
            if (verdict != Verdict.ACCEPTED) {
                return verdict;
            }
            after = begins && !isRetry() ? Objects.requireNonNull(after).with(Leniency.STRICT) : after;
        } else {
            forced = forced.substring(1);
            after = Objects.requireNonNull(text.with(Leniency.ANY_NAME).after(character));
            after = forced.isEmpty() ? after.with(Leniency.STRICT) : after;
        }
        remaining--;
        space = CharacterClass.isSpace(character) ? space + 1 : 0;
        read(Objects.requireNonNull(after), character);
        return Verdict.ACCEPTED;
    }

    /** The verdict on a character that was drawn. */
    private Verdict verdict(CText before, @Nullable CText after, int character, boolean begins) {
        boolean isInHead = until == Until.FUNCTION && before.isInHead();
        // Comments and directives allow anything, so that a network whose tokens are rejected would flee into them.
        boolean flees = isRetry() && !before.beginsLine() && before.region() == Region.CODE;
        if (after == null || (after.region() != Region.CODE && (isInHead || flees))) {
            boolean isOfStatement = ofToken.at(token) >= MAX.inStatement && ofStatement.at(statement) < MAX.ofStatement;
            return isOfStatement && hasSymbols() ? Verdict.STATEMENT_REFUSED : Verdict.REFUSED;
        }
        boolean endsLine = until == Until.LINE && character == '\n';
        boolean isCut = endsLine ? !after.fits(remaining - 1) : remaining == 1 && !after.isComplete();
        return isCut || (!begins && !before.continuesWith(character)) ? tooLong() : Verdict.ACCEPTED;
    }

    private void read(CText after, int character) {
        text = after;
        if (state == State.ENDING) {
            return;
        }
        boolean endsLine = until == Until.LINE && character == '\n';
        boolean endsDeclaration = until == Until.FUNCTION && after.endsDeclaration();
        if (endsLine || (endsDeclaration && (isClosedEarly || after.endsFunction()))) {
            state = State.ENDING;
            forced = after.ending().orElse("");
        } else if (endsDeclaration) { // the function follows
            forced = "";
            text = after.nextFunction();
        }
    }

    @Override
    public boolean mayRefuse() {
        return text != null;
    }

    @Override
    public void takeBack(Verdict verdict, List<Integer> symbols) {
        if (text == null) {
            return;
        }
        switch (verdict) {
            case TOO_LONG -> {
                isClosedEarly = true;
                forced = text.ending().filter(ending -> !ending.isEmpty()).orElse("\n");
            }
            case TEXT_REFUSED -> ofFunction++;
            case STATEMENT_REFUSED -> {
                ofStatement = ofStatement.next(remaining);
                forced = "";
            }
            case REFUSED -> rejectToken(text, symbols);
            case ACCEPTED -> throw new IllegalArgumentException("nothing is rolled back");
        }
    }

    private void rejectToken(CText before, List<Integer> symbols) {
        ofToken = ofToken.next(remaining);
        if (symbols.size() == 1) {
            String missing = before.before(vocabulary.codePoint(symbols.get(0)));
            CText after = before.after(missing);
            forced = after != null && after.fits(remaining - missing.length()) ? missing : "";
        }
        if (ofToken.count > MAX.ofToken) {
            String next = before.nextOfEnding();
            CText spaced = before.with(Leniency.ANY_NAME).after(next + " "); // no drawn letter goes on with a word
            forced = spaced != null && spaced.fits(remaining - next.length() - 1) ? next + " " : next;
        }
        if (mayBeUnknown && ofToken.count == MAX.unknown) {
            text = before.with(Leniency.ANY_NAME);
        }
    }

    /** Whether a token was rolled back that began here. */
    private boolean isRetry() {
        return ofToken.at(remaining) > 0;
    }

    @Override
    public Optional<FinishReason> end() {
        boolean isEnd = state == State.ENDING && forced.isEmpty();
        return isEnd ? Optional.of(isClosedEarly ? FinishReason.LENGTH : FinishReason.UNTIL) : Optional.empty();
    }

    @Override
    public String context() {
        return context;
    }
}
