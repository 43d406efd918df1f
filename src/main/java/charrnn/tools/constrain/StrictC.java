package charrnn.tools.constrain;

import charrnn.tools.constrain.BracketStructure.Brackets;
import charrnn.tools.constrain.CScanner.Region;
import charrnn.tools.constrain.TokenRun.Kind;

/**
 * The rules for the next character of generated text. They are stricter than C, so that simple tools that see only
 * brackets, quotes and lines agree with a compiler: no lines are joined inside a token or a literal, and each conditional
 * branch and each directive is balanced. A text that follows these rules can always be {@linkplain ClosingPlan closed}.
 */
final class StrictC {
    /** Maximum number of open brackets: the nesting of blocks that every compiler must support (C17, section 5.2.4.1). */
    static final int MAX_DEPTH = 127;

    /** Maximum number of open preprocessor conditionals (same section). */
    static final int MAX_CONDITIONAL_DEPTH = 63;

    private StrictC() {}

    /**
     * Whether a character may come next.
     *
     * @param before the scanner after a text that this class allowed, or that has no {@link SyntaxViolation}
     */
    static boolean allows(CScanner before, int codePoint, SyntaxViolation violation, CScanner after) {
        return violation == SyntaxViolation.NONE
                && after.depth() <= MAX_DEPTH
                && (codePoint >= ' ' || codePoint == '\n' || codePoint == '\t')
                && (!before.backslash || mayFollowBackslash(before, codePoint))
                && (codePoint != '\\' || mayBackslash(before))
                && (before.region() != Region.CODE || inCode(before, codePoint, after));
    }

    /** Outside of comments and literals, only the lines of a directive may be joined. */
    private static boolean mayFollowBackslash(CScanner before, int codePoint) {
        boolean space = codePoint == '\n' || codePoint == ' ' || codePoint == '\t';
        return before.region() == Region.CODE ? codePoint == '\n' : !space;
    }

    private static boolean mayBackslash(CScanner before) {
        return switch (before.region()) {
            case CODE -> before.isInDirective() && !before.structure.inName && !before.slash;
            case STRING, CHARACTER -> before.literal.mayBackslash();
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
        Statements statements = before.statements;
        Operators operators = before.operators;
        if (!statements.isInBody()) {
            return true;
        }
        if (before.slash) {
            boolean divides = TokenRun.isWord(codePoint) || " \t\n=(\"'-+!~&.".indexOf(codePoint) >= 0;
            return codePoint == '*' || codePoint == '/' || (operators.isAfterOperand() && divides);
        }
        return statements.allows(codePoint, before.token().last())
                && operators.allows(codePoint, before.token().kind() != Kind.SPACE, statements.mayNameFollow());
    }

    /** A quote may not follow a name, except for the prefixes L, u and U of wide literals. */
    static boolean mayQuote(CScanner before) {
        TokenRun token = before.token();
        return !token.isWord() || (token.length() == 1 && "LuU".indexOf(token.last()) >= 0);
    }

    /** A semicolon ends a statement or declaration, or separates the parts of a {@code for} header. */
    static boolean maySeparate(CScanner before) {
        Brackets brackets = before.structure.brackets();
        Statements statements = before.statements;
        boolean fits = brackets.isEmpty() || brackets.opening() == '{' || brackets.isForHeader();
        boolean unfinished = statements.isOpenCase() || statements.construct.is(Construct.Kind.VALUES);
        return fits && (before.isInDirective() || !unfinished);
    }

    /**
     * Inside parentheses or square brackets, a brace may only begin an initializer or a statement expression of GNU C, and
     * may not be the first token of a line. Inside braces, it may not follow a closing parenthesis in the first column, where
     * a function's body begins.
     */
    static boolean mayBeginBlock(CScanner before) {
        int bracket = before.structure.brackets().opening();
        int lastOfCode = before.statements.lastOfCode;
        boolean fits = bracket == 0
                || (bracket == '{' && (before.line().column() > 0 || lastOfCode != ')'))
                || (!before.line().isIndenting() && "(),={".indexOf(lastOfCode) >= 0);
        return before.isInDirective() || (fits && before.statements.mayOpenBrace());
    }

    /** A # may begin a directive in a conditional or outside of ( and [; any other # must be in a macro's definition. */
    private static boolean mayHash(CScanner before, CScanner after) {
        if (before.isInDirective() || !after.isInDirective()) {
            return before.structure.name.equals("define");
        }
        int bracket = before.structure.brackets().opening();
        return bracket == 0 || bracket == '{' || before.conditionalDepth() > 0;
    }
}
