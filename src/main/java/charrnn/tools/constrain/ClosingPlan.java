package charrnn.tools.constrain;

import charrnn.tools.constrain.BracketStructure.Brackets;

/**
 * The characters that complete a C file: they close open constructs from the inside out and end the last statement or
 * declaration with a semicolon. It is the shortest such text, or nearly.
 */
final class ClosingPlan {
    private ClosingPlan() {}

    /** Whether the text is a complete file: nothing is open, and the last statement is ended. */
    static boolean isClosed(CScanner scanner) {
        int lastOfCode = scanner.statements.lastOfCode;
        return scanner.isComplete() && !scanner.slash && (lastOfCode == 0 || lastOfCode == ';' || lastOfCode == '}');
    }

    /** Number of characters of the plan, 0 where {@link #isClosed}. */
    static int cost(CScanner from) {
        CScanner scanner = from.copy();
        int cost = 0;
        while (!isClosed(scanner)) {
            scanner.accept(next(scanner));
            cost++;
        }
        return cost;
    }

    /** Whether {@link StrictC} allows each character of the plan. */
    static boolean isAllowed(CScanner from) {
        CScanner after = from.copy();
        while (!isClosed(after)) {
            CScanner before = after.copy();
            int next = next(after);
            SyntaxViolation violation = after.accept(next);
            if (!StrictC.allows(before, next, violation, after)) {
                return false;
            }
        }
        return true;
    }

    /** An upper bound of the cost. After any one further character, the cost is at most this bound minus 1. */
    static int bound(CScanner scanner) {
        // 48 covers a literal, a comment or a directive, and anything that one more character opens.
        return 2 * scanner.depth()
                + " while();".length() * scanner.statements.construct.openDos()
                + ":0".length() * scanner.operators.openConditionals()
                + "\n#endif\n".length() * scanner.conditionalDepth()
                + 48;
    }

    /** The first character of the plan. */
    static int next(CScanner scanner) {
        boolean backslash = scanner.backslash;
        return switch (scanner.region()) {
            case STRING, CHARACTER -> scanner.literal.closing(backslash);
            case LINE_COMMENT -> backslash ? 'n' : '\n';
            case BLOCK_COMMENT -> scanner.star && !backslash ? '/' : '*';
            case CODE -> scanner.isInDirective() ? Directives.closing(scanner) : code(scanner);
        };
    }

    private static int code(CScanner scanner) {
        if (scanner.backslash) {
            return '\n';
        }
        if (scanner.slash) {
            return ' ';
        }
        if (!scanner.structure.isBranchBalanced()) {
            return bracket(scanner);
        }
        return scanner.conditionalDepth() == 0 ? ';' : scanner.isFirstInLine() ? '#' : '\n';
    }

    /** The next character that completes the operand, the statement or the bracket that is innermost. */
    private static int bracket(CScanner scanner) {
        Statements statements = scanner.statements;
        if (statements.isMisplaced()) {
            return 'n';
        }
        int operand = statements.isInBody() ? scanner.operators.closing() : 0;
        if (operand != 0) {
            return operand;
        }
        Brackets brackets = scanner.structure.code;
        int statement =
                brackets.opening() == '{' ? statements.closing(scanner.token().last()) : 0;
        return statement == 0 ? brackets.closing() : statement;
    }
}
