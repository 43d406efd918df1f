package charrnn.tools.constrain;

import charrnn.config.Count;
import charrnn.config.UserError;
import charrnn.corpus.CharacterName;
import charrnn.corpus.Vocabulary;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.LogitsProcessor;
import charrnn.tools.constrain.CText.Region;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends a text at its {@link Until} and, if constrained, refuses what {@link CText} does not allow. A token is written freely; one that
 * is refused is taken back and drawn again, so that those that remain keep their proportions. After some refusals, the characters of
 * the next token are masked. A text that its remaining length would no longer complete is completed at once.
 */
final class CProcessor extends State<CProcessor> implements LogitsProcessor {
    private static final int MAX_SPACE = 40; // in a row; 0.01 % of the kernel's runs of spaces are longer
    private static final int MAX_REFUSALS = 8; // of a token, before its characters are masked
    private static final int SLACK = 60; // characters by which a token may make the completion longer

    private final Vocabulary vocabulary;
    private final Until until;
    private Prompt prompt = new Prompt(); // of an unconstrained text, all that was read
    private @Nullable CText text; // null if unconstrained
    private String context = "";
    private int remaining; // characters to generate
    private String forced = ""; // the characters that come next
    private boolean endReached;
    private boolean closedEarly;
    private int space; // number of characters of white space at the end
    private int refusals; // of the token that comes next
    private int refusedAt; // what remained then
    private boolean isStuck; // the token cannot go on, and its completion would be too long
    private boolean isMasked; // the characters of the token that is being written

    CProcessor(Vocabulary vocabulary, Until until) {
        this.vocabulary = vocabulary;
        this.until = until;
    }

    @Override
    public CProcessor copy() {
        CProcessor copy = super.copy();
        copy.prompt = text == null ? prompt.copy() : prompt;
        return copy;
    }

    /**
     * Begins the text after its prompt. In the head of a function, the network first reads the end of another function: without
     * context it predicts the beginning of any line, mostly of a line inside a function.
     *
     * @throws UserError if constrained and the prompt cannot be continued within the length
     */
    void begin(Prompt read, boolean constrained, int length) {
        prompt = read;
        context = until == Until.FUNCTION && read.isInHead() ? CConstraints.FUNCTION_END : "";
        remaining = length;
        if (constrained) {
            text = read.text(until == Until.FUNCTION);
            int shortest = text.ending()
                    .orElseThrow(() -> CConstraints.refused("a token that cannot be completed", read.scanner.line()))
                    .length();
            if (shortest > length) {
                throw new UserError("completing the text takes " + Count.of(shortest, "character")
                        + ", but the text may have no more than " + length);
            }
        }
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
        boolean impossible = true;
        for (int i = 0; i < logProbabilities.length; i++) {
            int character = vocabulary.codePoint(i);
            boolean isForbidden = (space >= MAX_SPACE && TokenRun.isSpace(character))
                    || (isMasked && !isCode(now, now.after(character)));
            logProbabilities[i] = isForbidden ? Float.NEGATIVE_INFINITY : logProbabilities[i];
            impossible &= logProbabilities[i] == Float.NEGATIVE_INFINITY;
        }
        if (impossible) {
            isStuck = !completes(now, remaining);
            forced = isStuck ? "\n" : completion(now).substring(0, 1);
        }
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
                || (!forced.isEmpty() && !isStuck)
                || (forced.isEmpty() && !text.continuesWith(vocabulary.codePoint(index)) && isFinal(text));
    }

    /** Whether the text is between the first token of a function that it must become and its body. */
    private boolean isInHead() {
        return until == Until.FUNCTION
                && text != null
                && text.names().braces() == 0
                && !text.names().isBetween()
                && text.isCode();
    }

    /** Whether the last token may stand, and the rest of the length completes the text. */
    private boolean isFinal(CText now) {
        return (now.region() != Region.CODE || now.ended() != null) && fits(now, remaining);
    }

    @Override
    public Verdict accept(int index) {
        int character = vocabulary.codePoint(index);
        if (text == null) {
            prompt.read(character);
            endReached = until == Until.LINE ? character == '\n' : until == Until.FUNCTION && prompt.endsFunction();
            return Verdict.ACCEPTED;
        }
        CText after = text.after(character);
        if (isStuck) {
            return Verdict.TOO_LONG;
        }
        if (forced.isEmpty()) {
            boolean begins = begins(index);
            if (after == null || (after.region() != Region.CODE && isInHead())) {
                return Verdict.REFUSED;
            }
            boolean endsLine = until == Until.LINE && character == '\n';
            boolean isCut = endsLine ? !fits(after, remaining - 1) : remaining == 1 && !isComplete(after);
            if (isCut || (!begins && !text.continuesWith(character))) {
                return Verdict.TOO_LONG;
            }
            isMasked &= !begins || remaining == refusedAt;
        } else {
            forced = forced.substring(1);
        }
        remaining--;
        space = TokenRun.isSpace(character) ? space + 1 : 0;
        read(Objects.requireNonNull(after), character);
        return Verdict.ACCEPTED;
    }

    private static boolean isComplete(CText text) {
        CText ended = text.region() == Region.CODE ? text.ended() : null;
        return ended != null && ended.isComplete();
    }

    /** Whether some characters complete a text. */
    private static boolean fits(CText now, int characters) {
        return now.cost() + SLACK < characters || completes(now, characters);
    }

    private static boolean completes(CText now, int characters) {
        return now.ending().map(ending -> ending.length() <= characters).orElse(false);
    }

    private void read(CText after, int character) {
        text = after;
        if (until == Until.LINE && character == '\n' && !endReached) {
            endReached = true;
            forced = after.ending().orElse("");
        } else if (until == Until.FUNCTION && after.endsDeclaration() && !endReached) {
            // Not after a declaration before the function, if there is room for one.
            endReached = closedEarly || after.names().last().equals("}");
            forced = endReached ? after.ending().orElse("") : "";
            text = endReached ? after : CText.begin("function", after.names(), 0);
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
        if (verdict == Verdict.TOO_LONG) {
            closedEarly = true;
            forced = completion(text);
            return;
        }
        if (symbols.size() == 1) {
            String before = text.before(vocabulary.codePoint(symbols.get(0)));
            CText after = text.after(before);
            forced = after != null && fits(after, remaining - before.length()) ? before : "";
        }
        refusals = refusedAt == remaining ? refusals + 1 : 1;
        isMasked = refusals >= MAX_REFUSALS;
        if (refusals > 2 * MAX_REFUSALS) { // as in a directive of the prompt, which is refused at its end only
            forced = completion(text);
        }
        refusedAt = remaining;
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
