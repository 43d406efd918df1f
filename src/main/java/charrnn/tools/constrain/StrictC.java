package charrnn.tools.constrain;

import charrnn.tools.constrain.BracketStructure.Brackets;
import charrnn.tools.constrain.CScanner.Region;
import charrnn.tools.constrain.TokenRun.Kind;

/**
 * The rules of what may come next in a text that every reader of C agrees on: compilers, but also tools that look at
 * brackets, quotes and lines alone. So no lines are joined in the middle of a token or a literal, and each branch and
 * directive balances by itself. What these rules allow can always be {@linkplain ClosingPlan closed}.
 */
final class StrictC {
    /** Open brackets at most: the blocks that every compiler must follow (C17, section 5.2.4.1). */
    static final int DEPTH = 127;

    /** Open conditionals of the preprocessor at most, by the same section. */
    static final int CONDITIONAL_DEPTH = 63;

    private StrictC() {}

    /**
     * Whether a character may come.
     *
     * @param before a text that this class allowed, or one without any {@link SyntaxViolation}
     * @param violation what the character breaks
     * @param after the text with the character
     */
    static boolean allows(CScanner before, int codePoint, SyntaxViolation violation, CScanner after) {
        return violation == SyntaxViolation.NONE
                && after.depth() <= DEPTH
                && (codePoint >= ' ' || codePoint == '\n' || codePoint == '\t')
                && (!before.isAfterBackslash() || mayFollowBackslash(before, codePoint))
                && (codePoint != '\\' || mayBackslash(before))
                && (before.region() != Region.CODE || inCode(before, codePoint, after));
    }

    /** Only the lines of directives may be joined. */
    private static boolean mayFollowBackslash(CScanner before, int codePoint) {
        boolean space = codePoint == '\n' || codePoint == ' ' || codePoint == '\t';
        return before.region() == Region.CODE ? codePoint == '\n' : !space;
    }

    private static boolean mayBackslash(CScanner before) {
        return switch (before.region()) {
            case CODE -> before.isInDirective() && !before.structure().isInName() && !before.isAfterSlash();
            case STRING, CHARACTER -> before.literal().mayBackslash();
            case LINE_COMMENT, BLOCK_COMMENT -> true;
        };
    }

    private static boolean inCode(CScanner before, int codePoint, CScanner after) {
        return codePoint < 127
                && codePoint != '$'
                && ((codePoint != '"' && codePoint != '\'') || mayQuote(before))
                && (codePoint != ';' || maySeparate(before))
                && (codePoint != '{' || mayBeginBlock(before))
                && (codePoint != '#' || mayHash(before, after))
                && (before.isInDirective() ? Directives.allows(before, after) : inStatement(before, codePoint));
    }

    private static boolean inStatement(CScanner before, int codePoint) {
        Statements statements = before.statements();
        Operators operators = before.operators();
        if (!statements.isInBody()) {
            return true;
        }
        if (before.isAfterSlash()) {
            return operators.isAfterOperand() || codePoint == '*' || codePoint == '/';
        }
        return statements.allows(codePoint, before.token().last())
                && operators.allows(codePoint, before.token().kind() != Kind.SPACE, statements.mayName());
    }

    /** A quote after a name begins no literal, but for the prefixes of wide ones. */
    static boolean mayQuote(CScanner before) {
        TokenRun token = before.token();
        return !token.isWord() || (token.length() == 1 && "LuU".indexOf(token.last()) >= 0);
    }

    /** A semicolon ends what stands between braces, or separates the parts of a {@code for} header. */
    static boolean maySeparate(CScanner before) {
        Brackets brackets = before.structure().brackets();
        boolean fits = brackets.isEmpty() || brackets.opening() == '{' || brackets.isForHeader();
        return fits && (before.isInDirective() || before.statements().mayEndStatement());
    }

    /**
     * In parentheses a brace begins a value, or a block right after the parenthesis as in GNU C, but no line. At the
     * beginning of a line, after a parenthesis, it begins the body of a function, which no other function holds.
     */
    static boolean mayBeginBlock(CScanner before) {
        int bracket = before.structure().brackets().opening();
        int significant = before.statements().significant;
        boolean fits = bracket == 0
                || (bracket == '{' && (before.line().column() > 0 || significant != ')'))
                || (!before.line().isIndenting() && "(),={".indexOf(significant) >= 0);
        return before.isInDirective() || (fits && before.statements().mayOpenBrace());
    }

    /** Directives stand between statements; elsewhere the sign belongs into macros. */
    private static boolean mayHash(CScanner before, CScanner after) {
        if (before.isInDirective() || !after.isInDirective()) {
            return before.structure().name().equals("define");
        }
        int bracket = before.structure().brackets().opening();
        return bracket == 0 || bracket == '{' || before.conditionalDepth() > 0;
    }
}
