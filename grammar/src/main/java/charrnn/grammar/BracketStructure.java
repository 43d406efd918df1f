package charrnn.grammar;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The stacks of open brackets and open conditionals, and the preprocessor directive that is being read. */
final class BracketStructure extends Copyable<BracketStructure> {
    /**
     * An immutable stack of open brackets.
     *
     * @param opening the innermost open bracket, 0 for none
     * @param depth how many brackets are open
     * @param braces how many of them are braces
     */
    record Brackets(
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

        boolean isEmpty() {
            return outer == null;
        }
    }

    Brackets code = Brackets.NONE;
    Brackets directive = Brackets.NONE;
    private @Nullable Conditional<Brackets> conditional;
    boolean inDirective;
    boolean inName; // of the directive
    String name = ""; // the part of the directive's name that has been read; empty outside of directives

    void open(int bracket) {
        Brackets outer = brackets();
        int braces = outer.braces + (bracket == '{' ? 1 : 0);
        set(new Brackets(bracket, outer.depth + 1, braces, outer));
    }

    private void set(Brackets changed) {
        if (inDirective) {
            directive = changed;
        } else {
            code = changed;
        }
    }

    SyntaxViolation close(int bracket) {
        if (brackets().closing() != bracket) {
            return inDirective ? SyntaxViolation.UNBALANCED : SyntaxViolation.WRONG_BRACKET;
        }
        boolean isOpenBefore = !inDirective && isBranchBalanced();
        set(Objects.requireNonNull(brackets().outer));
        return isOpenBefore ? SyntaxViolation.UNBALANCED : SyntaxViolation.NONE;
    }

    void beginDirective() {
        inDirective = true;
        inName = true;
    }

    /** Ends the directive's name; a conditional takes effect here. */
    SyntaxViolation endName() {
        inName = false;
        return switch (name) {
            case "if", "ifdef", "ifndef" -> {
                conditional = Conditional.begin(code, conditional);
                yield SyntaxViolation.NONE;
            }
            case "elif", "elifdef", "elifndef", "else", "endif" -> endBranch(conditional);
            default -> SyntaxViolation.NONE;
        };
    }

    private SyntaxViolation endBranch(@Nullable Conditional<Brackets> innermost) {
        boolean last = name.equals("endif");
        if (innermost == null || (innermost.hasElse() && !last)) {
            return SyntaxViolation.STRAY_CONDITIONAL;
        }
        SyntaxViolation violation = isBranchBalanced() ? SyntaxViolation.NONE : SyntaxViolation.UNBALANCED;
        conditional = last ? innermost.outer() : innermost.next(code, name.equals("else"));
        code = last ? innermost.end(code) : innermost.before();
        return violation;
    }

    SyntaxViolation endLine() {
        SyntaxViolation violation = inName ? endName() : SyntaxViolation.NONE;
        boolean balanced = directive.isEmpty();
        inDirective = false;
        name = "";
        directive = Brackets.NONE;
        return balanced ? violation : violation.or(SyntaxViolation.UNBALANCED);
    }

    Brackets brackets() {
        return inDirective ? directive : code;
    }

    /** Whether the innermost conditional's branch, or the text if there is none, has closed all brackets that it opened. */
    boolean isBranchBalanced() {
        return code == (conditional == null ? Brackets.NONE : conditional.before());
    }

    int conditionalDepth() {
        return Conditional.depth(conditional);
    }
}
