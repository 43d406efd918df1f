package charrnn.tools.constrain;

import charrnn.tools.constrain.BracketStructure.Brackets;

/**
 * The shortest way, or nearly so, from a place to one where a file may end: what is open is closed from the inside out,
 * and the last statement or declaration gets its semicolon.
 */
final class ClosingPlan {
    private ClosingPlan() {}

    /** Whether nothing needs to be closed. */
    static boolean isDone(CScanner scanner) {
        int significant = scanner.statements().significant;
        return scanner.isComplete()
                && !scanner.isAfterSlash()
                && (significant == 0 || significant == ';' || significant == '}');
    }

    /** Characters of the way, 0 where {@link #isDone}. */
    static int cost(CScanner from) {
        CScanner scanner = from.copy();
        int cost = 0;
        while (!isDone(scanner)) {
            scanner.accept(next(scanner));
            cost++;
        }
        return cost;
    }

    /** Whether {@link StrictC} allows each step of the way. */
    static boolean isAllowed(CScanner from) {
        CScanner after = from.copy();
        while (!isDone(after)) {
            CScanner before = after.copy();
            int next = next(after);
            SyntaxViolation violation = after.accept(next);
            if (!StrictC.allows(before, next, violation, after)) {
                return false;
            }
        }
        return true;
    }

    /** An upper bound of the cost here and, less 1, after any character. */
    static int bound(CScanner scanner) {
        // 48 is more than a literal, a comment or a directive takes, and what a character may open.
        return 2 * scanner.depth()
                + " while();".length() * scanner.statements().construct.dos()
                + "\n#endif\n".length() * scanner.conditionalDepth()
                + 48;
    }

    /** The first character of the way. */
    static int next(CScanner scanner) {
        boolean backslash = scanner.isAfterBackslash();
        return switch (scanner.region()) {
            case STRING, CHARACTER -> scanner.literal().closing(backslash);
            case LINE_COMMENT -> backslash ? 'n' : '\n';
            case BLOCK_COMMENT -> scanner.isAfterStar() && !backslash ? '/' : '*';
            case CODE -> scanner.isInDirective() ? Directives.closing(scanner) : code(scanner);
        };
    }

    private static int code(CScanner scanner) {
        if (scanner.isAfterBackslash()) {
            return '\n';
        }
        if (scanner.isAfterSlash()) {
            return ' ';
        }
        if (!scanner.structure().isBranchBalanced()) {
            return bracket(scanner);
        }
        return scanner.conditionalDepth() == 0 ? ';' : scanner.isFresh() ? '#' : '\n';
    }

    /** A block's last statement needs its semicolon; what precedes the block distinguishes it from an initializer. */
    private static int bracket(CScanner scanner) {
        Statements statements = scanner.statements();
        int operand = statements.isInBody() ? scanner.operators().closing() : 0;
        if (operand != 0) {
            return operand;
        }
        if (statements.isMisplaced()) {
            return 'n';
        }
        Brackets brackets = scanner.structure().code();
        int statement =
                brackets.opening() == '{' ? statements.closing(scanner.token().last()) : 0;
        return statement == 0 ? brackets.closing() : statement;
    }
}
