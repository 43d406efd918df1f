package charrnn.grammar;

import charrnn.grammar.CScanner.LinePosition;
import charrnn.grammar.CScanner.Region;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text up to the declaration, function or directive at its end, which is read by the grammar. What is before it is C by its
 * tokens and brackets only: macros may make anything of it.
 */
public final class Prompt extends Copyable<Prompt> {
    CScanner scanner = new CScanner();
    private StringBuilder whole = new StringBuilder();
    private int last; // where the part that is read by the grammar begins
    private LinePosition start = scanner.line(); // of that part
    private int conditionals; // open before it
    private boolean isBody; // the outermost open brace begins a function's body
    private boolean endsFunction;
    private int previous; // character of code

    @Override
    public Prompt copy() {
        Prompt copy = super.copy();
        copy.scanner = scanner.copy();
        copy.whole = new StringBuilder(whole);
        return copy;
    }

    /**
     * Reads a character that must not break the structure of C.
     *
     * @throws SyntaxException if it does
     */
    public void readStrictly(int codePoint) {
        LinePosition line = scanner.line();
        SyntaxViolation violation = read(codePoint);
        if (violation != SyntaxViolation.NONE) {
            throw new SyntaxException(violation.description(), line);
        }
        if (scanner.wordLength() > CText.MAX_WORD) {
            throw new SyntaxException("a name or number of more than " + CText.MAX_WORD + " characters", line);
        }
    }

    /** Reads any character. */
    public SyntaxViolation read(int codePoint) {
        int depth = scanner.depth();
        SyntaxViolation violation = scanner.accept(codePoint);
        boolean isCode =
                scanner.region() == Region.CODE && !scanner.isInDirective() && !CharacterClass.isSpace(codePoint);
        whole.appendCodePoint(codePoint);
        endsFunction = false;
        if (isCode) {
            if (codePoint == '{' && depth == 0) {
                isBody = previous == ')';
            }
            endsFunction = codePoint == '}' && depth == 1 && scanner.depth() == 0 && isBody;
            previous = codePoint;
            if (endsFunction || (codePoint == ';' && depth == 0)) {
                last = whole.length();
                start = scanner.line();
                conditionals = scanner.conditionalDepth();
            }
        }
        return violation;
    }

    /** Whether the last character ended the body of a function. */
    public boolean endsFunction() {
        return endsFunction;
    }

    /** Whether the text is outside of all bodies and other braces. */
    public boolean isInHead() {
        return scanner.braceDepth() == 0 && scanner.region() == Region.CODE && !scanner.isInDirective();
    }

    /**
     * The text of the grammar, which can be completed.
     *
     * @param isFunction whether what is at the end of the prompt must become a function, if it can
     * @param known the names that may be used in functions; null if any may
     * @throws SyntaxException if the grammar rejects it, or it leaves too much open
     */
    public CText text(boolean isFunction, @Nullable SymbolTable known) {
        if (scanner.depth() > FunctionState.MAX_BRACKETS || scanner.conditionalDepth() > CText.MAX_CONDITIONALS) {
            throw new SyntaxException("it leaves more than " + FunctionState.MAX_BRACKETS + " brackets or "
                    + CText.MAX_CONDITIONALS + " conditionals open");
        }
        CText text = parsed(isFunction).generated(known);
        if (text.cost() > CText.MAX_OPEN) {
            throw new SyntaxException(String.format(
                    Locale.ROOT,
                    "it leaves too much open: do, ?, brackets and labels whose completion takes %,d characters,"
                            + " but at most %d are allowed",
                    text.cost(),
                    CText.MAX_OPEN));
        }
        if (text.ending().isEmpty()) {
            throw new SyntaxException("a token that cannot be completed", scanner.line());
        }
        return text;
    }

    private CText parsed(boolean isFunction) {
        FunctionState strict = FunctionState.OF_GIVEN.generated(null);
        CText text = parsed(isFunction, strict);
        text = text == null ? CText.begin("statements", strict, 0).after(whole.toString()) : text;
        // With macros of any spelling, which generated text does not use.
        text = text == null ? parsed(isFunction, FunctionState.OF_GIVEN) : text;
        if (text == null) {
            throw new SyntaxException("what the grammar of C does not allow", rejected());
        }
        return text;
    }

    private @Nullable CText parsed(boolean isFunction, FunctionState names) {
        String end = whole.substring(last);
        CText text = isFunction ? CText.begin("function", names, conditionals).after(end) : null;
        return text == null ? CText.begin("file", names, conditionals).after(end) : text;
    }

    /** The place of the first character that the grammar rejects. */
    private LinePosition rejected() {
        LinePosition place = start;
        CText text = CText.begin("file", FunctionState.OF_GIVEN, conditionals);
        for (int i = last; i < whole.length(); i++) {
            text = text.after(whole.charAt(i));
            if (text == null) {
                return place;
            }
            place = place.after(whole.charAt(i));
        }
        return place;
    }
}
