package charrnn.grammar;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a C text code point by code point and tracks its lexical and bracket structure. All methods describe the position
 * after the last character. Any text is accepted: violations are returned, and reading continues as in a compiler. {@link
 * #copy} is cheap. Not thread-safe.
 */
public final class CScanner extends Copyable<CScanner> {
    public enum Region {
        CODE,
        STRING,
        CHARACTER,
        LINE_COMMENT,
        BLOCK_COMMENT
    }

    /**
     * An immutable stack of open brackets.
     *
     * @param opening the innermost open bracket, 0 for none
     * @param depth how many brackets are open
     * @param braces how many of them are braces
     */
    private record Brackets(
            int opening, int depth, int braces, @Nullable Brackets outer) {
        static final Brackets NONE = new Brackets(0, 0, 0, null);

        /** The bracket that closes the innermost open one; 0 where none is open. */
        int closing() {
            return switch (opening) {
                case '(' -> ')';
                case '[' -> ']';
                case '{' -> '}';
                default -> 0;
            };
        }
    }

    private static final int MAX_NAME = 64; // no name of a directive is longer

    private SyntaxViolation violation = SyntaxViolation.NONE; // of the last character
    private Brackets code = Brackets.NONE;
    private Brackets directive = Brackets.NONE; // of the current one, which may be unbalanced
    private @Nullable Conditional<Brackets> conditional; // the innermost open one
    private boolean inDirective;
    private boolean inName; // of the directive
    private String name = ""; // the part of the directive's name that has been read; empty outside of directives
    private boolean escaped; // whether a backslash precedes its next character
    private Region region = Region.CODE;
    private int wordLength; // of a name, keyword or number that ends at the position; otherwise 0
    private LinePosition line = new LinePosition(1, 0, 0, true);
    private boolean firstInLine = true; // the line has no token yet
    private boolean slash; // the last character may begin a comment
    private boolean star; // the last character may end a comment
    private boolean backslash; // the last character may join two lines

    /**
     * Reads a Unicode code point.
     *
     * @return the violation that it causes; the violation of a backslash is returned for the next character
     */
    public SyntaxViolation accept(int codePoint) {
        violation = SyntaxViolation.NONE;
        if (backslash) {
            afterBackslash(codePoint);
        } else {
            readOrHoldBack(codePoint);
        }
        boolean isWord = region == Region.CODE && CharacterClass.isWord(codePoint);
        wordLength = isWord ? wordLength + 1 : 0;
        line = line.after(codePoint);
        return violation;
    }

    private void report(SyntaxViolation found) {
        violation = violation == SyntaxViolation.NONE ? found : violation;
    }

    private void readOrHoldBack(int codePoint) {
        backslash = codePoint == '\\';
        if (!backslash) {
            read(codePoint);
        }
    }

    private void afterBackslash(int codePoint) {
        if (codePoint == '\n') {
            backslash = false; // the pair joins two lines
            return;
        }
        // Compilers ignore white space between a backslash and the end of the line.
        boolean isIgnored = CharacterClass.isSpace(codePoint) && (codePoint == '\r' || !isInLiteral());
        if (!isIgnored) {
            read('\\');
            readOrHoldBack(codePoint);
        }
    }

    private void read(int codePoint) {
        switch (region) {
            case CODE -> code(codePoint);
            case STRING, CHARACTER -> literal(codePoint);
            case LINE_COMMENT -> {
                if (codePoint == '\n') {
                    endLine();
                }
            }
            case BLOCK_COMMENT -> {
                region = star && codePoint == '/' ? Region.CODE : region;
                star = codePoint == '*';
            }
        }
    }

    private void code(int codePoint) {
        boolean beginsComment = slash && (codePoint == '/' || codePoint == '*');
        firstInLine &= !slash || beginsComment;
        slash = false;
        boolean isFirst = name.isEmpty();
        if (beginsComment) {
            region = codePoint == '/' ? Region.LINE_COMMENT : Region.BLOCK_COMMENT;
            star = false;
        } else if (!inName) {
            token(codePoint);
        } else if (CharacterClass.isWord(codePoint) && !(isFirst && CharacterClass.isDigit(codePoint))) {
            name += name.length() < MAX_NAME ? Character.toString(codePoint) : "";
        } else if (!isFirst || !CharacterClass.isSpace(codePoint) || codePoint == '\n') {
            inName = false;
            beginOrEndBranch();
            token(codePoint);
        }
    }

    private void token(int codePoint) {
        if (codePoint == '\n') {
            endLine();
            return;
        }
        slash = codePoint == '/';
        if (slash || CharacterClass.isSpace(codePoint)) {
            return;
        }
        if (codePoint == '"' || codePoint == '\'') {
            region = codePoint == '"' ? Region.STRING : Region.CHARACTER;
            escaped = false;
        } else if ("([{".indexOf(codePoint) >= 0) {
            Brackets outer = brackets();
            set(new Brackets(codePoint, outer.depth + 1, outer.braces + (codePoint == '{' ? 1 : 0), outer));
        } else if (")]}".indexOf(codePoint) >= 0) {
            close(codePoint);
        } else if (codePoint == '#' && firstInLine && !inDirective) {
            inDirective = true;
            inName = true;
        } else if (!CharacterClass.isWord(codePoint) && "#!%&*+,-.:;<=>?^|~".indexOf(codePoint) < 0) {
            report(SyntaxViolation.STRAY_CHARACTER);
        }
        firstInLine = false;
    }

    private void literal(int codePoint) {
        boolean isQuote = codePoint == (region == Region.STRING ? '"' : '\'');
        if (codePoint == '\n' || codePoint == '\r') {
            report(SyntaxViolation.OPEN_LITERAL);
            region = Region.CODE;
            if (codePoint == '\n') {
                endLine();
            }
        } else if (isQuote && !escaped) {
            region = Region.CODE;
        }
        escaped = codePoint == '\\' && !escaped;
    }

    private void endLine() {
        region = Region.CODE;
        firstInLine = true;
        if (directive.depth > 0) {
            report(SyntaxViolation.UNBALANCED);
        }
        inDirective = false;
        name = "";
        directive = Brackets.NONE;
    }

    private Brackets brackets() {
        return inDirective ? directive : code;
    }

    private void set(Brackets changed) {
        if (inDirective) {
            directive = changed;
        } else {
            code = changed;
        }
    }

    private void close(int bracket) {
        if (brackets().closing() != bracket) {
            report(inDirective ? SyntaxViolation.UNBALANCED : SyntaxViolation.WRONG_BRACKET);
            return;
        }
        if (!inDirective && isBranchBalanced()) {
            report(SyntaxViolation.UNBALANCED); // the bracket is open before the branch
        }
        set(Objects.requireNonNull(brackets().outer));
    }

    /** Whether the innermost conditional's branch, or the text if there is none, has closed all brackets that it opened. */
    private boolean isBranchBalanced() {
        return code == (conditional == null ? Brackets.NONE : conditional.before());
    }

    /** Reads the whole name of a directive; a conditional takes effect there. */
    private void beginOrEndBranch() {
        switch (name) {
            case "if", "ifdef", "ifndef" -> conditional = Conditional.begin(code, conditional);
            case "elif", "elifdef", "elifndef", "else", "endif" -> endBranch(conditional);
            default -> {}
        }
    }

    private void endBranch(@Nullable Conditional<Brackets> innermost) {
        boolean isLast = name.equals("endif");
        if (innermost == null || (innermost.hasElse() && !isLast)) {
            report(SyntaxViolation.STRAY_CONDITIONAL);
            return;
        }
        if (!isBranchBalanced()) {
            report(SyntaxViolation.UNBALANCED);
        }
        conditional = isLast ? innermost.outer() : innermost.next(code, name.equals("else"));
        code = isLast ? innermost.end(code) : innermost.before();
    }

    /** The brackets that close those which the current directive opens. */
    String closingDirective() {
        StringBuilder closing = new StringBuilder();
        for (Brackets open = directive; open.depth > 0; open = Objects.requireNonNull(open.outer)) {
            closing.appendCodePoint(open.closing());
        }
        return closing.toString();
    }

    public Region region() {
        return region;
    }

    public boolean isInLiteral() {
        return region == Region.STRING || region == Region.CHARACTER;
    }

    boolean isInDirective() {
        return inDirective;
    }

    /** The number of characters of the name, keyword or number that the last character belongs to, if there is one. */
    int wordLength() {
        return wordLength;
    }

    public int depth() {
        return code.depth + directive.depth;
    }

    public int braceDepth() {
        return code.braces + directive.braces;
    }

    public int conditionalDepth() {
        return Conditional.depth(conditional);
    }

    public LinePosition line() {
        return line;
    }

    public static int indentation(String line) {
        LinePosition end = new LinePosition(1, 0, 0, true);
        for (int i = 0; i < line.length() && end.isIndenting(); i++) {
            end = end.after(line.charAt(i));
        }
        return end.indentation();
    }

    /**
     * A position in a line.
     *
     * @param number the line's number, from 1
     * @param column number of characters of the line before the position
     * @param indentation columns of white space at the line's beginning; a tab extends to a multiple of 8
     * @param isIndenting whether the line has only white space so far
     */
    public record LinePosition(int number, int column, int indentation, boolean isIndenting) {
        private static final int TAB = 8;

        public LinePosition after(int codePoint) {
            if (codePoint == '\n') {
                return new LinePosition(number + 1, 0, 0, true);
            }
            boolean indents = isIndenting && (codePoint == ' ' || codePoint == '\t');
            int width = !indents ? 0 : codePoint == ' ' ? 1 : TAB - indentation % TAB;
            return new LinePosition(number, column + 1, indentation + width, indents);
        }
    }
}
