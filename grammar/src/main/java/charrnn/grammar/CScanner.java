package charrnn.grammar;

/**
 * Reads a C text code point by code point and tracks its lexical and bracket structure. All methods describe the position
 * after the last character. Any text is accepted: violations are returned, and reading continues as in a compiler. {@link
 * #copy} is cheap. Not thread-safe.
 */
public final class CScanner extends State<CScanner> {
    /** The lexical region of a position. */
    public enum Region {
        /** Code, including directives. */
        CODE,
        /** Between the quotes of a string. */
        STRING,
        /** Between the quotes of a character constant. */
        CHARACTER,
        /** After two slashes, up to the end of the line. */
        LINE_COMMENT,
        /** After a slash and a star, up to a star and a slash. */
        BLOCK_COMMENT
    }

    BracketStructure structure = new BracketStructure();
    private int quote; // that ends the string or character constant
    private boolean escaped; // whether a backslash precedes its next character
    Region region = Region.CODE;
    TokenRun token = TokenRun.NONE;
    LinePosition line = new LinePosition(1, 0, 0, true);
    private boolean firstInLine = true; // the line has no token yet
    boolean slash; // the last character may begin a comment
    boolean star; // the last character may end a comment
    boolean backslash; // the last character may join two lines

    @Override
    public CScanner copy() {
        CScanner copy = super.copy();
        copy.structure = structure.copy();
        return copy;
    }

    /**
     * Reads a Unicode code point.
     *
     * @return the violation that it causes; the violation of a backslash is returned for the next character
     */
    public SyntaxViolation accept(int codePoint) {
        SyntaxViolation violation = backslash ? afterBackslash(codePoint) : readOrHoldBack(codePoint);
        token = token.after(codePoint, region == Region.CODE);
        line = line.after(codePoint);
        return violation;
    }

    private SyntaxViolation readOrHoldBack(int codePoint) {
        backslash = codePoint == '\\';
        return backslash ? SyntaxViolation.NONE : read(codePoint);
    }

    private SyntaxViolation afterBackslash(int codePoint) {
        if (codePoint == '\n') {
            backslash = false; // the pair joins two lines
            return SyntaxViolation.NONE;
        }
        if (TokenRun.isSpace(codePoint) && (codePoint == '\r' || !isInLiteral())) {
            return SyntaxViolation.NONE; // compilers ignore white space between a backslash and the end of the line
        }
        return read('\\').or(readOrHoldBack(codePoint));
    }

    private SyntaxViolation read(int codePoint) {
        return switch (region) {
            case CODE -> slash ? afterSlash(codePoint) : code(codePoint);
            case STRING, CHARACTER -> literal(codePoint);
            case LINE_COMMENT -> codePoint == '\n' ? endLine() : SyntaxViolation.NONE;
            case BLOCK_COMMENT -> {
                region = star && codePoint == '/' ? Region.CODE : region;
                star = codePoint == '*';
                yield SyntaxViolation.NONE;
            }
        };
    }

    private SyntaxViolation afterSlash(int codePoint) {
        slash = false;
        if (codePoint == '/' || codePoint == '*') {
            region = codePoint == '/' ? Region.LINE_COMMENT : Region.BLOCK_COMMENT;
            star = false;
            return SyntaxViolation.NONE;
        }
        firstInLine = false;
        return code(codePoint);
    }

    private SyntaxViolation code(int codePoint) {
        if (!structure.inName) {
            return token(codePoint);
        }
        boolean first = structure.name.isEmpty();
        if (TokenRun.isWord(codePoint) && !(first && TokenRun.isDigit(codePoint))) {
            structure.name = TokenRun.extend(structure.name, codePoint);
            return SyntaxViolation.NONE;
        }
        if (first && TokenRun.isSpace(codePoint) && codePoint != '\n') {
            return SyntaxViolation.NONE;
        }
        return structure.endName().or(token(codePoint));
    }

    private SyntaxViolation token(int codePoint) {
        switch (codePoint) {
            case '\n' -> {
                return endLine();
            }
            case '/' -> slash = true;
            case '#' -> {
                if (firstInLine && !structure.inDirective) {
                    structure.beginDirective();
                }
                firstInLine = false;
            }
            case '"', '\'' -> {
                firstInLine = false;
                region = codePoint == '"' ? Region.STRING : Region.CHARACTER;
                quote = codePoint;
                escaped = false;
            }
            case '(', '[', '{' -> {
                firstInLine = false;
                structure.open(codePoint);
            }
            case ')', ']', '}' -> {
                firstInLine = false;
                return structure.close(codePoint);
            }
            default -> {
                return ordinary(codePoint);
            }
        }
        return SyntaxViolation.NONE;
    }

    private SyntaxViolation ordinary(int codePoint) {
        if (TokenRun.isSpace(codePoint)) {
            return SyntaxViolation.NONE;
        }
        firstInLine = false;
        if (TokenRun.isWord(codePoint) || (codePoint < 127 && "!%&*+,-.:;<=>?^|~".indexOf(codePoint) >= 0)) {
            return SyntaxViolation.NONE;
        }
        return structure.inDirective ? SyntaxViolation.LOOSE_DIRECTIVE : SyntaxViolation.STRAY_CHARACTER;
    }

    private SyntaxViolation literal(int codePoint) {
        if (codePoint == '\n' || codePoint == '\r') {
            boolean message = structure.name.equals("error") || structure.name.equals("warning");
            region = Region.CODE;
            if (codePoint == '\n') {
                endLine();
            }
            return message ? SyntaxViolation.LOOSE_DIRECTIVE : SyntaxViolation.OPEN_LITERAL;
        }
        if (codePoint == quote && !escaped) {
            region = Region.CODE;
        }
        escaped = codePoint == '\\' && !escaped;
        return SyntaxViolation.NONE;
    }

    private SyntaxViolation endLine() {
        region = Region.CODE;
        firstInLine = true;
        return structure.endLine();
    }

    /** Whether a file may end here: nothing is open, and the line of the last directive or comment has ended. */
    public boolean isComplete() {
        return region == Region.CODE
                && !backslash
                && !structure.inDirective
                && structure.code.isEmpty()
                && structure.conditionalDepth() == 0;
    }

    public Region region() {
        return region;
    }

    public boolean isInLiteral() {
        return region == Region.STRING || region == Region.CHARACTER;
    }

    /** Whether the position is after the two characters that begin a comment, and before its end. */
    public boolean isInComment() {
        return region == Region.LINE_COMMENT || region == Region.BLOCK_COMMENT;
    }

    /** Whether the position is in a directive, including its continuation lines. */
    public boolean isInDirective() {
        return structure.inDirective;
    }

    /** The token that the last character belongs to. */
    public TokenRun token() {
        return token;
    }

    /** Number of open brackets of all kinds. */
    public int depth() {
        return structure.code.depth() + structure.directive.depth();
    }

    /** Number of open braces. */
    public int braceDepth() {
        return structure.code.braces() + structure.directive.braces();
    }

    /** Number of open preprocessor conditionals, {@code #if} to {@code #endif}. */
    public int conditionalDepth() {
        return structure.conditionalDepth();
    }

    public LinePosition line() {
        return line;
    }

    /** The {@link LinePosition#indentation} of a line. */
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
        /** Columns of a tab. */
        public static final int TAB = 8;

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
