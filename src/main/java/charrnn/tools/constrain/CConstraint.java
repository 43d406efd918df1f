package charrnn.tools.constrain;

import charrnn.corpus.Vocabulary;
import charrnn.grammar.CText;
import charrnn.grammar.CText.Region;
import charrnn.grammar.CharacterClass;
import charrnn.grammar.Copyable;
import charrnn.grammar.Leniency;
import charrnn.message.UserError;
import charrnn.sample.Constraint;
import charrnn.sample.GeneratedText.FinishReason;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a text in the grammar of C, and ends it at its {@link Until}. A token is written freely; a rejected one is rolled back and drawn
 * again, so that the others keep their proportions. After some retries, the characters of the next token are masked. With a symbol
 * table, parameters become more probable until they are used. A text that its remaining length would no longer complete is completed
 * at once.
 */
final class CConstraint extends Copyable<CConstraint> implements Constraint {
    private static final int MAX_SPACE = 40; // in a row; 0.01 % of the kernel's runs of spaces are longer
    private static final int MAX_RETRIES = 8; // of a token, before its characters are masked
    private static final int MAX_MASKED = 40; // characters of a masked word or number, which no character might end
    private static final int MAX_IN_STATEMENT = 5; // retries of a token, before its statement is rolled back
    private static final int MAX_OF_STATEMENT = 12; // retries, before its tokens alone are rolled back
    private static final int MAX_OF_FUNCTION = 4; // retries
    private static final int MAX_UNKNOWN = 4; // retries, before a name may be unknown
    private static final float LEAST_MASKED = (float) Math.log(1e-4); // of a masked character, if any has as much

    /** Factor of each character of a parameter that is not used yet: real functions use 99.7 % of them, networks far fewer. */
    private static final float UNUSED_PARAMETER = (float) Math.log(4);

    /** The retries of what begins where some characters remain to be generated. */
    private record Retries(int count, int remaining) {
        static final Retries NONE = new Retries(0, -1);

        int at(int now) {
            return remaining == now ? count : 0;
        }

        Retries next(int now) {
            return new Retries(at(now) + 1, now);
        }
    }

    private final Vocabulary vocabulary;
    private final Until until;
    private final String context;
    private final boolean mayBeUnknown; // a name, after some retries
    private CText text;
    private int remaining; // characters to generate
    private String forced = ""; // the characters that come next; if empty, one is drawn
    private Verdict blocked = Verdict.ACCEPTED; // the verdict on each next character, if none may be drawn
    private boolean endReached;
    private boolean closedEarly;
    private int space; // number of characters of white space at the end
    private Retries ofToken = Retries.NONE; // the last one that was rolled back
    private Retries ofStatement = Retries.NONE; // likewise
    private int ofFunction; // retries
    private int token; // what remained when the last token began
    private int statement; // likewise
    private boolean isMasked; // the characters of the token that is being written

    /**
     * @param text that of the prompt
     * @param mayBeUnknown whether a name may be unknown, after some retries
     * @param length maximum number of characters to generate
     */
    CConstraint(Vocabulary vocabulary, Until until, String context, CText text, boolean mayBeUnknown, int length) {
        this.vocabulary = vocabulary;
        this.until = until;
        this.context = context;
        this.text = text;
        this.mayBeUnknown = mayBeUnknown;
        remaining = length;
    }

    @Override
    public void apply(float[] logProbabilities) {
        logProbabilities[Vocabulary.UNKNOWN] = Float.NEGATIVE_INFINITY;
        if (forced.isEmpty()) {
            float[] all = logProbabilities.clone();
            boolean isPossible = (isMasked && mask(all, LEAST_MASKED, logProbabilities))
                    || mask(all, Float.NEGATIVE_INFINITY, logProbabilities);
            if (!isPossible) {
                block();
            }
        }
        if (!forced.isEmpty()) {
            Arrays.fill(logProbabilities, Float.NEGATIVE_INFINITY);
            int next = vocabulary.indexOf(forced.charAt(0));
            if (next == Vocabulary.UNKNOWN) {
                throw new UserError("the network does not know " + Vocabulary.nameOf(forced.charAt(0))
                        + ", without which this text cannot be completed as C");
            }
            logProbabilities[next] = 0;
        }
    }

    /** Leaves the characters that may come next and have at least a log-probability. Returns whether there are any. */
    private boolean mask(float[] all, float least, float[] masked) {
        boolean isPossible = false;
        boolean isWhole = text.endsWord() && (isRetry() || text.token().length() >= MAX_MASKED);
        for (int i = 0; i < all.length; i++) {
            int character = vocabulary.codePoint(i);
            boolean isForbidden = all[i] < least
                    || (space >= (isRetry() ? 1 : MAX_SPACE) && CharacterClass.isSpace(character))
                    || (isMasked && isWhole && text.continuesWith(character))
                    || (isMasked && !isCode(text.after(character)));
            float more = text.hasSymbols() && text.beginsParameter(character) ? UNUSED_PARAMETER : 0;
            masked[i] = isForbidden ? Float.NEGATIVE_INFINITY : all[i] + more;
            isPossible |= masked[i] > Float.NEGATIVE_INFINITY;
        }
        return isPossible;
    }

    /** Whether a masked text may go on so: it begins neither a comment nor a directive, in which everything is allowed. */
    private boolean isCode(@Nullable CText after) {
        return after != null && (after.isCode() || text.region() != Region.CODE);
    }

    /** Where no character may be drawn, another token is tried, or the shortest ending goes on if it is short enough. */
    private void block() {
        boolean mayRetry = text.hasSymbols() && !text.token().isEmpty() && ofToken.count <= 2 * MAX_RETRIES;
        boolean isStuck =
                text.ending().filter(ending -> ending.length() <= remaining).isEmpty();
        blocked = mayRetry ? Verdict.REJECTED : isStuck ? tooLong() : Verdict.ACCEPTED;
        forced = blocked == Verdict.ACCEPTED ? ending().substring(0, 1) : "\n";
    }

    /** The characters that complete the text; a line feed if it is complete. */
    private String ending() {
        return text.ending().filter(ending -> !ending.isEmpty()).orElse("\n");
    }

    @Override
    public boolean begins(int index) {
        if (!forced.isEmpty()) {
            return blocked == Verdict.ACCEPTED;
        }
        boolean isWhole = text.region() != Region.CODE || text.ended() != null;
        return isWhole && !text.continuesWith(vocabulary.codePoint(index)) && text.fits(remaining);
    }

    @Override
    public boolean beginsStatement() {
        return text.hasSymbols() && text.isAtStatement();
    }

    /** A function that would be cut is written once more, a few times. */
    private Verdict tooLong() {
        return isRewritable() ? Verdict.TEXT_REJECTED : Verdict.TOO_LONG;
    }

    private boolean isRewritable() {
        return until == Until.FUNCTION && text.hasSymbols() && ofFunction < MAX_OF_FUNCTION;
    }

    @Override
    public boolean isFinal() {
        return !text.hasSymbols() || (beginsStatement() && !isRewritable());
    }

    @Override
    public Verdict accept(int index) {
        int character = vocabulary.codePoint(index);
        if (blocked != Verdict.ACCEPTED) {
            return blocked;
        }
        if (character == '}' && text.region() == Region.CODE && isRewritable() && text.leavesParameters()) {
            return Verdict.TEXT_REJECTED;
        }
        CText after;
        if (forced.isEmpty()) {
            after = text.after(character);
            boolean begins = begins(index);
            token = begins ? remaining : token;
            statement = begins && beginsStatement() ? remaining : statement;
            Verdict verdict = verdict(after, character, begins);
            if (after == null || verdict != Verdict.ACCEPTED) {
                return verdict;
            }
            boolean isNew = begins && !isRetry();
            isMasked &= !isNew;
            after = isNew ? after.with(Leniency.STRICT) : after;
        } else {
            forced = forced.substring(1);
            after = Objects.requireNonNull(text.with(Leniency.ANY_NAME).after(character));
            after = forced.isEmpty() ? after.with(Leniency.STRICT) : after;
        }
        remaining--;
        space = CharacterClass.isSpace(character) ? space + 1 : 0;
        read(after, character);
        return Verdict.ACCEPTED;
    }

    /** The verdict on a character that was drawn. */
    private Verdict verdict(@Nullable CText after, int character, boolean begins) {
        boolean isInHead = until == Until.FUNCTION && text.isInHead();
        // Comments and directives allow anything, so a network whose tokens are rejected would flee into them.
        boolean flees = isRetry() && !text.beginsLine() && text.region() == Region.CODE;
        if (after == null || (after.region() != Region.CODE && (isInHead || flees))) {
            boolean isOfStatement = text.hasSymbols()
                    && ofToken.at(token) >= MAX_IN_STATEMENT
                    && ofStatement.at(statement) < MAX_OF_STATEMENT;
            return isOfStatement ? Verdict.STATEMENT_REJECTED : Verdict.REJECTED;
        }
        boolean endsLine = until == Until.LINE && character == '\n';
        boolean isCut = endsLine ? !after.fits(remaining - 1) : remaining == 1 && !after.isComplete();
        return isCut || (!begins && !text.continuesWith(character)) ? tooLong() : Verdict.ACCEPTED;
    }

    private void read(CText after, int character) {
        text = after;
        if (until == Until.LINE && character == '\n' && !endReached) {
            endReached = true;
            forced = after.ending().orElse("");
        } else if (until == Until.FUNCTION && after.endsDeclaration() && !endReached) {
            // Not after a declaration before the function, if there is room for one.
            endReached = closedEarly || after.endsFunction();
            forced = endReached ? after.ending().orElse("") : "";
            text = endReached ? after : after.nextFunction();
        }
    }

    @Override
    public boolean mayReject() {
        return true;
    }

    @Override
    public void rollBack(Verdict verdict, List<Integer> symbols) {
        switch (verdict) {
            case TOO_LONG -> {
                closedEarly = true;
                forced = ending();
            }
            case TEXT_REJECTED -> ofFunction++;
            case STATEMENT_REJECTED -> {
                ofStatement = ofStatement.next(remaining);
                statement = remaining;
                forced = "";
            }
            case REJECTED -> retryToken(symbols);
            case ACCEPTED -> throw new IllegalArgumentException("nothing is rolled back");
        }
    }

    private void retryToken(List<Integer> symbols) {
        ofToken = ofToken.next(remaining);
        token = remaining; // also of one that forced characters begin
        if (symbols.size() == 1) {
            String missing = text.before(vocabulary.codePoint(symbols.get(0)));
            CText after = text.after(missing);
            forced = after != null && after.fits(remaining - missing.length()) ? missing : "";
        }
        isMasked = ofToken.count >= MAX_RETRIES;
        if (ofToken.count > 2 * MAX_RETRIES) { // as in a directive of the prompt, which is rejected at its end only
            forced = text.hasSymbols() ? ending().substring(0, 1) : ending();
        }
        if (mayBeUnknown && ofToken.count == MAX_UNKNOWN) {
            text = text.with(Leniency.ANY_NAME);
        }
    }

    /** Whether a token that began here was rolled back, so that what is before it is whole. */
    private boolean isRetry() {
        return ofToken.at(remaining) > 0;
    }

    @Override
    public Optional<FinishReason> end() {
        boolean complete = endReached && forced.isEmpty();
        return complete ? Optional.of(closedEarly ? FinishReason.LENGTH : FinishReason.UNTIL) : Optional.empty();
    }

    @Override
    public String context() {
        return context;
    }
}
