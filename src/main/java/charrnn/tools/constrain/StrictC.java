package charrnn.tools.constrain;

import charrnn.tools.constrain.CScanner.Region;
import charrnn.tools.constrain.CScanner.Token;

/**
 * Which character may come next in a text that every reader of C agrees on: compilers, but also tools that look at
 * brackets, quotes and lines alone. So it has neither lines joined in the middle of a token or a literal, nor branches and
 * directives that balance only together with others. What it allows can always be {@linkplain ClosingPlan closed}.
 */
final class StrictC {
    /** How many brackets may be open at once: the blocks that every compiler must follow (C17, section 5.2.4.1). */
    static final int DEPTH = 127;

    /** How many conditionals of the preprocessor may be. */
    static final int CONDITIONAL_DEPTH = 63;

    private StrictC() {}

    /**
     * Whether a character may come.
     *
     * @param before a text that this class allowed, or one without any {@link SyntaxViolation}
     * @param breach what the character breaks
     * @param after the text with the character
     */
    static boolean allows(CScanner before, int codePoint, SyntaxViolation breach, CScanner after) {
        return breach == SyntaxViolation.NONE
                && after.depth() <= DEPTH
                && (codePoint >= ' ' || codePoint == '\n' || codePoint == '\t')
                && (!before.isAfterBackslash() || maySplit(before, codePoint))
                && (codePoint != '\\' || mayBackslash(before))
                && (before.region() != Region.CODE || inCode(before, codePoint, after));
    }

    /** Whether the directive under way, if there is one, can still become right. */
    static boolean canComplete(CScanner scanner) {
        BracketStructure structure = scanner.structure();
        boolean named = !structure.isInName() || Directives.mayGoOn(structure);
        boolean cut = scanner.isInDirective() && scanner.region() == Region.LINE_COMMENT;
        return named && !(cut && !structure.brackets().isEmpty());
    }

    /** After a backslash: only lines of directives may be joined. */
    private static boolean maySplit(CScanner before, int codePoint) {
        boolean space = codePoint == ' ' || codePoint == '\t';
        return before.region() == Region.CODE ? codePoint == '\n' : codePoint != '\n' && !space;
    }

    private static boolean mayBackslash(CScanner before) {
        return switch (before.region()) {
            case CODE -> before.isInDirective() && !before.structure().isInName() && !before.isAfterSlash();
            case STRING -> before.literal().needed() == 0;
            case CHARACTER -> before.literal().isEmpty();
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
                && (before.isInDirective() ? inDirective(before, after) : inStatement(before, codePoint));
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
        return StatementRules.allows(statements, codePoint, before.last(), before.significant())
                && operators.allows(codePoint, before.token() != Token.SPACE, StatementRules.mayName(statements));
    }

    /** A quote after a name begins no literal, but for the prefixes of wide ones. */
    static boolean mayQuote(CScanner before) {
        boolean word = before.token() == Token.IDENTIFIER || before.token() == Token.NUMBER;
        return !word || (before.run() == 1 && "LuU".indexOf(before.last()) >= 0);
    }

    /** A semicolon ends what stands between braces, or parts the header of a loop. */
    static boolean maySeparate(CScanner before) {
        Brackets brackets = before.structure().brackets();
        boolean fits = brackets.isEmpty() || brackets.opening() == '{' || brackets.isForHeader();
        return before.isInDirective() ? fits : fits && StatementRules.mayEndStatement(before.statements());
    }

    /**
     * In parentheses a brace begins a value, or a block right after the parenthesis as in GNU C, but no line. At the
     * beginning of a line, after a parenthesis, it begins the body of a function, which no other function holds.
     */
    static boolean mayBeginBlock(CScanner before) {
        int bracket = before.bracket();
        boolean fits = bracket == 0
                || (bracket == '{' && (before.column() > 0 || before.significant() != ')'))
                || (!before.isIndenting() && "(),={".indexOf(before.significant()) >= 0);
        return before.isInDirective()
                || (fits && StatementRules.mayOpenBrace(before.statements(), before.significant()));
    }

    /** Directives stand between statements; elsewhere the sign belongs into macros. */
    private static boolean mayHash(CScanner before, CScanner after) {
        if (before.isInDirective() || !after.isInDirective()) {
            return before.directive().equals("define");
        }
        int bracket = before.bracket();
        return bracket == 0 || bracket == '{' || before.conditionalDepth() > 0;
    }

    private static boolean inDirective(CScanner before, CScanner after) {
        BracketStructure old = before.structure();
        if (after.structure().isInName()) {
            return Directives.mayGoOn(after.structure());
        }
        if (old.isInName() && !Directives.isComplete(old)) {
            return false;
        }
        boolean comment = after.region() == Region.LINE_COMMENT; // nothing but the line's end comes after it
        boolean over = !after.isInDirective() || comment;
        if (comment && !old.brackets().isEmpty()) {
            return false;
        }
        boolean argument = after.structure().hasArgument();
        return argument
                ? old.hasArgument() || !Directives.takesNone(old.name())
                : !(over && Directives.takesAnArgument(old.name()));
    }
}
