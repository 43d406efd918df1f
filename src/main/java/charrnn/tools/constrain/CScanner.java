package charrnn.tools.constrain;

/**
 * Reads a C text character by character and knows where in its lexical and bracket structure it is. Every answer is
 * about the place after the last character read. No text is refused: what breaks the structure is told, and the scanner
 * goes on as a compiler would. {@link #copy} is cheap. Not thread-safe.
 */
public final class CScanner {
    /** What a place belongs to. */
    public enum Region {
        /** Code, that of directives too. */
        CODE,
        /** Between the quotes of a string. */
        STRING,
        /** Between the quotes of a character constant. */
        CHARACTER,
        /** After two slashes, to the line's end. */
        LINE_COMMENT,
        /** After a slash and a star. */
        BLOCK_COMMENT
    }

    /** What the last character is part of. */
    public enum Token {
        /** White space, in literals and comments too; also before the first character. */
        SPACE,
        /** A name or a keyword. */
        IDENTIFIER,
        /** A number, with its suffix. */
        NUMBER,
        /** Punctuation, and all of literals and comments that is not white space. */
        OTHER
    }

    private static final int FOR = "for".hashCode();

    private final LinePosition line;
    private final Literal literal;
    private final BracketStructure structure;
    private final Statements statements;
    private final Operators operators;
    private Region region = Region.CODE;
    private Token token = Token.SPACE;
    private int run;
    private int last;
    private int word; // hash code of the last name
    private int significant; // last character of code that is no white space, comment or directive
    private boolean fresh = true; // no token yet since the last line's end
    private boolean slash; // may begin a comment
    private boolean star; // may end a comment
    private boolean backslash; // may join two lines
    private SyntaxViolation breach = SyntaxViolation.NONE;

    /** At the beginning of a file. */
    public CScanner() {
        line = new LinePosition();
        literal = new Literal();
        structure = new BracketStructure();
        statements = new Statements();
        operators = new Operators();
    }

    private CScanner(CScanner other) {
        line = new LinePosition(other.line);
        literal = new Literal(other.literal);
        structure = new BracketStructure(other.structure);
        statements = new Statements(other.statements);
        operators = new Operators(other.operators);
        region = other.region;
        token = other.token;
        run = other.run;
        last = other.last;
        word = other.word;
        significant = other.significant;
        fresh = other.fresh;
        slash = other.slash;
        star = other.star;
        backslash = other.backslash;
        breach = other.breach;
    }

    /** A scanner at the same place, which goes its own way from here. */
    public CScanner copy() {
        return new CScanner(this);
    }

    /** Reads a text; {@link #breach} tells of what is wrong with it. */
    public void accept(String text) {
        text.codePoints().forEach(this::accept);
    }

    /**
     * Reads a Unicode code point.
     *
     * @return what it breaks; what is wrong with a backslash is told with the next character
     */
    public SyntaxViolation accept(int codePoint) {
        SyntaxViolation broken = backslash ? afterBackslash(codePoint) : takeOrKeepBack(codePoint);
        count(codePoint);
        line.accept(codePoint);
        last = codePoint;
        if (breach == SyntaxViolation.NONE || (breach.compiles() && !broken.compiles())) {
            breach = broken;
        }
        return broken;
    }

    private void count(int codePoint) {
        Token before = token;
        token = kind(codePoint);
        run = token == before ? run + 1 : 1;
        if (token == Token.IDENTIFIER) {
            word = run == 1 ? codePoint : 31 * word + codePoint;
        }
    }

    private Token kind(int codePoint) {
        if (isSpace(codePoint)) {
            return Token.SPACE;
        }
        if (region != Region.CODE || !isWord(codePoint)) {
            boolean inNumber = region == Region.CODE && token == Token.NUMBER;
            return inNumber && continuesNumber(codePoint) ? Token.NUMBER : Token.OTHER;
        }
        if (token == Token.IDENTIFIER || token == Token.NUMBER) {
            return token;
        }
        return isDigit(codePoint) ? Token.NUMBER : Token.IDENTIFIER;
    }

    /** As 1.5 and 1e-9 do. */
    private boolean continuesNumber(int codePoint) {
        return codePoint == '.' || ((codePoint == '-' || codePoint == '+') && "eEpP".indexOf(last) >= 0);
    }

    private SyntaxViolation takeOrKeepBack(int codePoint) {
        if (codePoint == '\\') {
            backslash = true;
            return SyntaxViolation.NONE;
        }
        return take(codePoint);
    }

    private SyntaxViolation afterBackslash(int codePoint) {
        if (codePoint == '\n') {
            backslash = false; // together they are nothing
            return SyntaxViolation.NONE;
        }
        if (isSpace(codePoint) && (codePoint == '\r' || !isInLiteral())) {
            return SyntaxViolation.NONE; // compilers overlook white space before the line's end
        }
        backslash = false;
        SyntaxViolation broken = take('\\');
        SyntaxViolation then = takeOrKeepBack(codePoint);
        return broken == SyntaxViolation.NONE ? then : broken;
    }

    private SyntaxViolation take(int codePoint) {
        return switch (region) {
            case CODE -> slash ? afterSlash(codePoint) : code(codePoint);
            case STRING, CHARACTER -> literal(codePoint);
            case LINE_COMMENT -> codePoint == '\n' ? endLine() : SyntaxViolation.NONE;
            case BLOCK_COMMENT -> {
                if (star && codePoint == '/') {
                    region = Region.CODE;
                }
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
        mark('/');
        return code(codePoint);
    }

    private SyntaxViolation code(int codePoint) {
        SyntaxViolation broken = SyntaxViolation.NONE;
        if (structure.isInName()) {
            if (isWord(codePoint) && !(structure.name().isEmpty() && isDigit(codePoint))) {
                structure.extendName(codePoint);
                return SyntaxViolation.NONE;
            }
            if (structure.name().isEmpty() && isSpace(codePoint) && codePoint != '\n') {
                return SyntaxViolation.NONE;
            }
            broken = structure.endName();
        }
        SyntaxViolation then = token(codePoint);
        return broken == SyntaxViolation.NONE ? then : broken;
    }

    private SyntaxViolation token(int codePoint) {
        switch (codePoint) {
            case '\n' -> {
                return endLine();
            }
            case '/' -> slash = true;
            case '#' -> hash();
            case '"', '\'' -> {
                mark(codePoint);
                region = codePoint == '"' ? Region.STRING : Region.CHARACTER;
                literal.begin(codePoint);
            }
            case '(', '[', '{' -> {
                structure.open(codePoint, significant, significant == 'r' && word == FOR);
                mark(codePoint);
            }
            case ')', ']', '}' -> {
                mark(codePoint);
                return structure.close(codePoint);
            }
            default -> {
                return ordinary(codePoint);
            }
        }
        return SyntaxViolation.NONE;
    }

    private void hash() {
        if (fresh && !structure.isInDirective()) {
            structure.beginDirective();
            statements.directive();
            operators.start();
            fresh = false;
        } else {
            mark('#');
        }
    }

    private SyntaxViolation ordinary(int codePoint) {
        if (isSpace(codePoint)) {
            return SyntaxViolation.NONE;
        }
        mark(codePoint);
        if (isWord(codePoint) || (codePoint < 127 && "!%&*+,-.:;<=>?^|~".indexOf(codePoint) >= 0)) {
            return SyntaxViolation.NONE;
        }
        return structure.isInDirective() ? SyntaxViolation.LOOSE_DIRECTIVE : SyntaxViolation.STRAY_CHARACTER;
    }

    private void mark(int codePoint) {
        fresh = false;
        if (structure.isInDirective()) {
            structure.argument();
            return;
        }
        if (isWord(codePoint)) {
            boolean first = token != Token.IDENTIFIER && token != Token.NUMBER;
            statements.word(codePoint, first, significant);
            operators.word(codePoint, first);
        } else if (codePoint == '{' && structure.code().depth() == 1 && significant == ')') {
            statements.begin();
            operators.start();
        } else {
            statements.punctuation(codePoint, significant);
            operator(codePoint);
        }
        significant = codePoint;
    }

    private void operator(int codePoint) {
        if ((statements.isStart() && statements.isStatement()) || codePoint == ';') {
            operators.start();
            return;
        }
        switch (codePoint) {
            case '"', '\'' -> operators.literal();
            case '(', '[', '{' -> operators.open();
            case ')', ']' -> operators.close(statements.mayBeCast(), statements.isCast());
            case '}' -> operators.close(false, false);
            default -> operators.operator(codePoint, token != Token.SPACE);
        }
    }

    private SyntaxViolation literal(int codePoint) {
        if (codePoint == '\n' || codePoint == '\r') {
            boolean ofMessage =
                    structure.name().equals("error") || structure.name().equals("warning");
            region = Region.CODE;
            if (codePoint == '\n') {
                endLine();
            }
            return ofMessage ? SyntaxViolation.LOOSE_DIRECTIVE : SyntaxViolation.OPEN_LITERAL;
        }
        if (literal.endsWith(codePoint)) {
            region = Region.CODE;
            return literal.end();
        }
        return literal.accept(codePoint);
    }

    private SyntaxViolation endLine() {
        region = Region.CODE;
        fresh = true;
        return structure.endLine();
    }

    private static boolean isSpace(int codePoint) {
        return codePoint == ' ' || (codePoint >= '\t' && codePoint <= '\r');
    }

    private static boolean isDigit(int codePoint) {
        return codePoint >= '0' && codePoint <= '9';
    }

    /** Of a name or a number; compilers take letters of any script and the dollar sign. */
    private static boolean isWord(int codePoint) {
        return codePoint < 128
                ? Character.isLetterOrDigit(codePoint) || codePoint == '_' || codePoint == '$'
                : Character.isUnicodeIdentifierPart(codePoint) && !Character.isIdentifierIgnorable(codePoint);
    }

    /** The first thing that was wrong; what no compiler accepts comes before what {@linkplain SyntaxViolation#compiles does}. */
    public SyntaxViolation breach() {
        return breach;
    }

    /** Whether a file may end here: nothing is open, and the last directive or comment has its line's end. */
    public boolean isComplete() {
        return region == Region.CODE
                && !backslash
                && !structure.isInDirective()
                && structure.code().isEmpty()
                && structure.conditionals().isEmpty();
    }

    /** What this place belongs to. */
    public Region region() {
        return region;
    }

    /** Inside a string or a character constant. */
    public boolean isInLiteral() {
        return region == Region.STRING || region == Region.CHARACTER;
    }

    /** Inside a comment of either kind; its first slash is not yet. */
    public boolean isInComment() {
        return region == Region.LINE_COMMENT || region == Region.BLOCK_COMMENT;
    }

    /** On a line of the preprocessor, or one that continues it. */
    public boolean isInDirective() {
        return structure.isInDirective();
    }

    /** Name of the directive as far as it was read, {@code define} for instance; empty outside of directives. */
    public String directive() {
        return structure.name();
    }

    /** What the last character is part of. */
    public Token token() {
        return token;
    }

    /** How many characters of the same {@link #token} end here: of a name, a number, white space, or others. */
    public int run() {
        return run;
    }

    /** Open brackets of all kinds. */
    public int depth() {
        return structure.depth();
    }

    /** Open braces. */
    public int braceDepth() {
        return structure.braces();
    }

    /** Open parentheses and square brackets. */
    public int innerDepth() {
        return depth() - braceDepth();
    }

    /** The innermost open bracket, 0 for none; in a directive, of its own ones. */
    public int bracket() {
        return structure.brackets().opening();
    }

    /** Conditionals of the preprocessor, {@code #if} to {@code #endif}, around this place. */
    public int conditionalDepth() {
        return structure.conditionals().depth();
    }

    /** Number of the line, from 1. */
    public int line() {
        return line.number();
    }

    /** Characters read of this line. */
    public int column() {
        return line.column();
    }

    /** Width of the white space that this line begins with, as far as it was read; a tab reaches to a multiple of 8. */
    public int indentation() {
        return line.indentation();
    }

    /** Whether the line has nothing but white space yet. */
    public boolean isIndenting() {
        return line.isIndenting();
    }

    /** Last character of code outside of directives that is not white space; 0 before the first. */
    public int significant() {
        return significant;
    }

    /** The last character read, 0 before the first. */
    public int last() {
        return last;
    }

    Literal literal() {
        return literal;
    }

    BracketStructure structure() {
        return structure;
    }

    Statements statements() {
        return statements;
    }

    Operators operators() {
        return operators;
    }

    /** Whether a backslash is kept back, which may join two lines. */
    boolean isAfterBackslash() {
        return backslash;
    }

    /** Whether a star may be the first half of a comment's end. */
    boolean isAfterStar() {
        return star;
    }

    /** Whether a slash may be the first half of a comment's beginning. */
    boolean isAfterSlash() {
        return slash;
    }

    /** Whether no token has come since the last line's end: a {@code #} begins a directive here. */
    boolean isFresh() {
        return fresh && !slash;
    }
}
