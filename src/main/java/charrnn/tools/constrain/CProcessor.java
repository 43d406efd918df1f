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
 * Ends a text at its {@link Until} and, if constrained, refuses what {@link CText} does not allow. A token is written freely; one that
 * is refused is taken back and drawn again, so that those that remain keep their proportions. After some refusals, the characters of
 * the next token are masked. With known names, parameters become more probable until they are used. A text that its remaining
 * length would no longer complete is completed at once.
 */
final class CProcessor extends Copyable<CProcessor> implements LogitsProcessor {
    private static final int MAX_SPACE = 40; // in a row; 0.01 % of the kernel's runs of spaces are longer
    private static final int MAX_REFUSALS = 8; // of a token, before its characters are masked
    private static final int MAX_MASKED = 40; // characters of a masked word or number, which no character might end
    private static final int MAX_TRIES = 5; // of a token, before the statement is taken back
    private static final int MAX_RETREATS = 12; // from a statement, before its tokens are masked
    private static final int MAX_REWRITES = 4; // of a function
    private static final int MAX_UNKNOWN = 4; // refusals, before a name may be unknown
    private static final float LEAST_MASKED = (float) Math.log(1e-4); // of a masked character, if any has as much

    /** Factor of each character of a parameter that is not used yet: real functions use 99.7 % of them, networks far fewer. */
    private static final float UNUSED_PARAMETER = (float) Math.log(4);

    private final Vocabulary vocabulary;
    private final Until until;
    private final String context;
    private final boolean mayBeUnknown; // a name, after some refusals
    private Prompt prompt; // of an unconstrained text, all that was read
    private @Nullable CText text; // null if unconstrained
    private int remaining; // characters to generate
    private String forced = ""; // the characters that come next
    private boolean endReached;
    private boolean closedEarly;
    private int space; // number of characters of white space at the end
    private int retreats; // from the statement that comes next, or is being written
    private int retreatedAt; // what remained then
    private int rewrites; // of the function
    private int refusals; // of the token that comes next
    private int tries; // of the token that is being written
    private int refusedAt; // what remained then
    private boolean isStuck; // the token cannot go on, and its completion would be too long
    private boolean isDeadEnd; // no character goes on with the token, but another token may
    private boolean isMasked; // the characters of the token that is being written

    /**
     * A processor of a text after its prompt. In the head of a function, the network first reads the end of another function: without
     * context it predicts the beginning of any line, mostly of a line inside a function.
     *
     * @param text that of the prompt; null if unconstrained
     * @param mayBeUnknown whether a name may be unknown, after some refusals
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
        if (forced.isEmpty()) {
            mask(text, logProbabilities);
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

    private void mask(CText now, float[] logProbabilities) {
        float[] all = logProbabilities.clone();
        float least = isMasked ? LEAST_MASKED : Float.NEGATIVE_INFINITY;
        boolean impossible = !mask(now, all, least, logProbabilities)
                && !(isMasked && mask(now, all, Float.NEGATIVE_INFINITY, logProbabilities));
        isDeadEnd = impossible && hasSymbols() && !now.token().isEmpty() && refusals <= 2 * MAX_REFUSALS;
        if (impossible) {
            isStuck = !isDeadEnd
                    && now.ending()
                            .filter(ending -> ending.length() <= remaining)
                            .isEmpty();
            forced = isStuck || isDeadEnd ? "\n" : completion(now).substring(0, 1);
        }
    }

    /** Leaves the characters that may come next and have at least a log-probability. Returns whether there are any. */
    private boolean mask(CText now, float[] all, float least, float[] masked) {
        boolean possible = false;
        boolean isWhole = now.endsWord() && (isRefused() || now.token().length() >= MAX_MASKED);
        for (int i = 0; i < all.length; i++) {
            int character = vocabulary.codePoint(i);
            boolean isForbidden = all[i] < least
                    || (space >= (isRefused() ? 1 : MAX_SPACE) && CharacterClass.isSpace(character))
                    || (isMasked && isWhole && now.continuesWith(character))
                    || (isMasked && !isCode(now, now.after(character)));
            float more = hasSymbols() && now.beginsParameter(character) ? UNUSED_PARAMETER : 0;
            masked[i] = isForbidden ? Float.NEGATIVE_INFINITY : all[i] + more;
            possible |= masked[i] > Float.NEGATIVE_INFINITY;
        }
        return possible;
    }

    /** Whether a masked text may go on so: it begins neither a comment nor a directive, in which everything is allowed. */
    private static boolean isCode(CText before, @Nullable CText after) {
        return after != null && (after.isCode() || before.region() != Region.CODE);
    }

    /** The characters that complete a text; a line feed if it is complete. */
    private static String completion(CText text) {
        return text.ending().filter(ending -> !ending.isEmpty()).orElse("\n");
    }

    @Override
    public boolean begins(int index) {
        return text == null
                || (!forced.isEmpty() && !isStuck && !isDeadEnd)
                || (forced.isEmpty() && !text.continuesWith(vocabulary.codePoint(index)) && isFinal(text));
    }

    @Override
    public boolean beginsStatement() {
        return text != null && hasSymbols() && text.isAtStatement();
    }

    /** A function that would be cut is written once more, a few times. */
    private Verdict tooLong() {
        return isRewritable() ? Verdict.TEXT_REFUSED : Verdict.TOO_LONG;
    }

    private boolean isRewritable() {
        return until == Until.FUNCTION && hasSymbols() && rewrites < MAX_REWRITES;
    }

    @Override
    public boolean isFinal() {
        return !hasSymbols() || (beginsStatement() && !isRewritable());
    }

    private boolean hasSymbols() {
        return text != null && text.hasSymbols();
    }

    /** Whether the text is between the first token of a function that it must become and its body. */
    private boolean isInHead() {
        return until == Until.FUNCTION && text != null && text.isInHead();
    }

    /** Whether the last token may stand, and the rest of the length completes the text. */
    private boolean isFinal(CText now) {
        return (now.region() != Region.CODE || now.ended() != null) && now.fits(remaining);
    }

    @Override
    public Verdict accept(int index) {
        int character = vocabulary.codePoint(index);
        if (text == null) {
            prompt.read(character);
            endReached = until == Until.LINE ? character == '\n' : until == Until.FUNCTION && prompt.endsFunction();
            return Verdict.ACCEPTED;
        }
        CText after = (forced.isEmpty() ? text : text.with(Leniency.ANY_NAME)).after(character);
        if (isDeadEnd) {
            return Verdict.REFUSED;
        }
        if (isStuck) {
            return tooLong();
        }
        boolean isCode = text.region() == Region.CODE;
        if (character == '}' && isCode && isRewritable() && text.leavesParameters()) {
            return Verdict.TEXT_REFUSED;
        }
        if (forced.isEmpty()) {
            boolean begins = begins(index);
            boolean isNew = begins && !isRefused();
            if (isNew) {
                tries = 0;
            }
            if (begins && beginsStatement() && remaining != retreatedAt) {
                retreats = 0;
            }
            boolean flees = isRefused() && !text.beginsLine() && isCode;
            if (after == null || (after.region() != Region.CODE && (isInHead() || flees))) {
                return tries >= MAX_TRIES && retreats < MAX_RETREATS && hasSymbols()
                        ? Verdict.STATEMENT_REFUSED
                        : Verdict.REFUSED;
            }
            boolean endsLine = until == Until.LINE && character == '\n';
            boolean isCut = endsLine ? !after.fits(remaining - 1) : remaining == 1 && !after.isComplete();
            if (isCut || (!begins && !text.continuesWith(character))) {
                return tooLong();
            }
            isMasked &= !isNew;
            after = isNew ? after.with(Leniency.STRICT) : after;
        } else {
            forced = forced.substring(1);
            after = forced.isEmpty() ? Objects.requireNonNull(after).with(Leniency.STRICT) : after;
        }
        remaining--;
        space = CharacterClass.isSpace(character) ? space + 1 : 0;
        read(Objects.requireNonNull(after), character);
        return Verdict.ACCEPTED;
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
                closedEarly = true;
                forced = completion(text);
            }
            case TEXT_REFUSED -> rewrites++;
            case STATEMENT_REFUSED -> {
                retreats = retreatedAt == remaining ? retreats + 1 : 1;
                retreatedAt = remaining;
                forced = "";
            }
            case REFUSED -> takeBackToken(text, symbols);
            case ACCEPTED -> throw new IllegalArgumentException("nothing is taken back");
        }
    }

    private void takeBackToken(CText before, List<Integer> symbols) {
        if (symbols.size() == 1) {
            String missing = before.before(vocabulary.codePoint(symbols.get(0)));
            CText after = before.after(missing);
            forced = after != null && after.fits(remaining - missing.length()) ? missing : "";
        }
        refusals = isRefused() ? refusals + 1 : 1;
        tries = refusals;
        isMasked = refusals >= MAX_REFUSALS;
        if (refusals > 2 * MAX_REFUSALS) { // as in a directive of the prompt, which is refused at its end only
            forced = hasSymbols() ? completion(before).substring(0, 1) : completion(before);
        }
        if (mayBeUnknown && refusals == MAX_UNKNOWN) {
            text = before.with(Leniency.ANY_NAME);
        }
        refusedAt = remaining;
    }

    /** Whether a token was refused that came next, so that what is before it is whole. */
    private boolean isRefused() {
        return refusedAt == remaining;
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
