package charrnn.tools.constrain;

/**
 * The shortest way, or nearly so, from a place to one where a file may end: what is open is closed from the inside out,
 * and the last statement or declaration gets its semicolon.
 */
final class ClosingPlan {
    private ClosingPlan() {}

    /** Whether nothing needs to be closed. */
    static boolean isDone(CScanner scanner) {
        return scanner.isComplete() && !scanner.isAfterSlash() && !needsSemicolon(scanner.significant());
    }

    private static boolean needsSemicolon(int significant) {
        return significant != 0 && significant != ';' && significant != '}';
    }

    /** How many characters the way has, 0 where {@link #isDone}. */
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
            SyntaxViolation breach = after.accept(next);
            if (!StrictC.allows(before, next, breach, after)) {
                return false;
            }
        }
        return true;
    }

    /** No less than the cost here and, less 1, after whatever character comes. */
    static int bound(CScanner scanner) {
        // 48 is more than a literal, a comment or a directive takes, and what a character may open.
        return 2 * scanner.depth()
                + " while();".length() * scanner.statements().dos()
                + "\n#endif\n".length() * scanner.conditionalDepth()
                + 48;
    }

    /** The first character of the way. */
    static int next(CScanner scanner) {
        return switch (scanner.region()) {
            case STRING, CHARACTER -> literal(scanner);
            case LINE_COMMENT -> scanner.isAfterBackslash() ? 'n' : '\n';
            case BLOCK_COMMENT -> scanner.isAfterStar() && !scanner.isAfterBackslash() ? '/' : '*';
            case CODE -> scanner.isInDirective() ? directive(scanner) : code(scanner);
        };
    }

    private static int literal(CScanner scanner) {
        Literal literal = scanner.literal();
        boolean opensEscape = scanner.isAfterBackslash() != literal.isEscaped();
        if (opensEscape) {
            return 'n';
        }
        boolean bare = literal.quote() == '\'' && literal.isEmpty() && !scanner.isAfterBackslash();
        return literal.needed() > 0 || bare ? '0' : literal.quote();
    }

    private static int directive(CScanner scanner) {
        BracketStructure structure = scanner.structure();
        if (scanner.isAfterBackslash()) {
            return '\n';
        }
        if (structure.isInName()) {
            return name(structure);
        }
        if (scanner.isAfterSlash()) {
            return Directives.takesNone(structure.name()) ? '/' : ' ';
        }
        if (Directives.takesAnArgument(structure.name()) && !structure.hasArgument()) {
            return argument(structure.name());
        }
        return structure.brackets().isEmpty() ? '\n' : structure.brackets().closing();
    }

    private static int name(BracketStructure structure) {
        String whole = Directives.completion(structure);
        if (whole.length() > structure.name().length()) {
            return whole.charAt(structure.name().length());
        }
        return Directives.takesAnArgument(whole) ? ' ' : '\n';
    }

    private static int argument(String directive) {
        return switch (directive) {
            case "if", "elif" -> '0';
            case "include" -> '"';
            default -> 'n';
        };
    }

    private static int code(CScanner scanner) {
        if (scanner.isAfterBackslash()) {
            return '\n';
        }
        if (scanner.isAfterSlash()) {
            return ' ';
        }
        BracketStructure structure = scanner.structure();
        if (!structure.isBranchBalanced()) {
            return bracket(scanner, structure.code());
        }
        if (structure.conditionals().isEmpty()) {
            return ';';
        }
        return scanner.isFresh() ? '#' : '\n';
    }

    /** A block's last statement needs its semicolon; what was before the block tells it from an initializer. */
    private static int bracket(CScanner scanner, Brackets brackets) {
        Statements statements = scanner.statements();
        int operand = statements.isInBody() ? scanner.operators().next() : 0;
        if (operand != 0) {
            return operand;
        }
        if (StatementRules.isMisplaced(statements)) {
            return 'n';
        }
        if (brackets.opening() != '{' || !statements.isInBody() || !statements.isStatement()) {
            return brackets.closing();
        }
        int next = StatementRules.next(statements, scanner.last());
        if (next != 0) {
            return next;
        }
        return StatementRules.isCase(statements) ? ':' : StatementRules.mayEndBlock(statements) ? '}' : ';';
    }
}
