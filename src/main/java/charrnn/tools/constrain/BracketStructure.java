package charrnn.tools.constrain;

import org.jspecify.annotations.Nullable;

/** The stacks of open brackets and open conditionals, and the preprocessor directive that is being read. */
final class BracketStructure extends State<BracketStructure> {
    /**
     * An immutable stack of open brackets.
     *
     * @param opening the innermost open bracket, 0 for none
     * @param before last character of code before that bracket, 0 for none
     * @param isForHeader whether that bracket is the parenthesis of a {@code for}
     * @param depth how many brackets are open
     * @param braces how many of them are braces
     */
    record Brackets(
            int opening,
            int before,
            boolean isForHeader,
            int depth,
            int braces,
            @Nullable Brackets outer) {
        static final Brackets NONE = new Brackets(0, 0, false, 0, 0, null);

        /** Pushes an opening bracket; {@code afterFor} says whether the keyword {@code for} precedes it. */
        Brackets open(int bracket, int codeBefore, boolean afterFor) {
            int further = bracket == '{' ? 1 : 0;
            return new Brackets(bracket, codeBefore, afterFor && bracket == '(', depth + 1, braces + further, this);
        }

        /** The bracket that closes the innermost open one; 0 where none is open. */
        int closing() {
            return switch (opening) {
                case '(' -> ')';
                case '[' -> ']';
                case '{' -> '}';
                default -> 0;
            };
        }

        /** The stack without its innermost bracket; unchanged where none is open. */
        Brackets close() {
            return outer == null ? this : outer;
        }

        boolean isEmpty() {
            return outer == null;
        }
    }

    /** The code, or a part of a directive. */
    private enum Part {
        CODE,
        NAME,
        BODY
    }

    /**
     * An immutable stack of open {@code #if}s.
     *
     * @param before brackets that are open at the {@code #if}: every branch begins with them
     * @param firstBranch brackets that were open at the end of the first branch; null while it is being read
     */
    private record Conditional(
            Brackets before,
            @Nullable Brackets firstBranch,
            boolean hasElse,
            int depth,
            @Nullable Conditional outer) {}

    private Part part = Part.CODE;
    private String name = "";
    private boolean argument; // a token follows the directive's name
    private Brackets code = Brackets.NONE;
    private Brackets directive = Brackets.NONE;
    private @Nullable Conditional conditional;

    /** Pushes an opening bracket of the directive or of the code. */
    void open(int bracket, int before, boolean afterFor) {
        if (isInDirective()) {
            directive = directive.open(bracket, before, afterFor);
        } else {
            code = code.open(bracket, before, afterFor);
        }
    }

    /** Pops the innermost bracket if a closing one matches it. */
    SyntaxViolation close(int bracket) {
        if (isInDirective()) {
            boolean fits = directive.closing() == bracket;
            directive = fits ? directive.close() : directive;
            return fits ? SyntaxViolation.NONE : SyntaxViolation.LOOSE_DIRECTIVE;
        }
        if (code.closing() != bracket) {
            return SyntaxViolation.WRONG_BRACKET;
        }
        SyntaxViolation violation = isBranchBalanced() ? SyntaxViolation.LOOSE_BRANCH : SyntaxViolation.NONE;
        code = code.close();
        return violation;
    }

    /** Reads a {@code #} that is the first token of its line. */
    void beginDirective() {
        part = Part.NAME;
        name = "";
        argument = false;
    }

    void extendName(int codePoint) {
        name = TokenRun.extend(name, codePoint);
    }

    /** Reads a token after the directive's name. */
    void readArgument() {
        argument = true;
    }

    /** Ends the directive's name; a conditional takes effect here. */
    SyntaxViolation endName() {
        part = Part.BODY;
        return switch (name) {
            case "if", "ifdef", "ifndef" -> {
                conditional = new Conditional(code, null, false, conditionalDepth() + 1, conditional);
                yield SyntaxViolation.NONE;
            }
            case "elif", "elifdef", "elifndef", "else", "endif" -> endBranch(conditional);
            default -> SyntaxViolation.NONE;
        };
    }

    private SyntaxViolation endBranch(@Nullable Conditional innermost) {
        boolean last = name.equals("endif");
        if (innermost == null || (innermost.hasElse && !last)) {
            return SyntaxViolation.STRAY_CONDITIONAL;
        }
        SyntaxViolation violation = isBranchBalanced() ? SyntaxViolation.NONE : SyntaxViolation.LOOSE_BRANCH;
        Brackets first = innermost.firstBranch == null ? code : innermost.firstBranch;
        code = last ? first : innermost.before;
        conditional = last
                ? innermost.outer
                : new Conditional(innermost.before, first, name.equals("else"), innermost.depth, innermost.outer);
        return violation;
    }

    /** Ends the line and its directive, if it has one. */
    SyntaxViolation endLine() {
        SyntaxViolation violation = isInName() ? endName() : SyntaxViolation.NONE;
        boolean balanced = directive.isEmpty();
        part = Part.CODE;
        directive = Brackets.NONE;
        return violation != SyntaxViolation.NONE || balanced ? violation : SyntaxViolation.LOOSE_DIRECTIVE;
    }

    boolean isInDirective() {
        return part != Part.CODE;
    }

    boolean isInName() {
        return part == Part.NAME;
    }

    /** The part of the directive's name that has been read; empty outside of directives. */
    String name() {
        return isInDirective() ? name : "";
    }

    /** Whether the current or the last directive has a token after its name. */
    boolean hasArgument() {
        return argument;
    }

    /** Open brackets of the directive; outside of directives, of the code. */
    Brackets brackets() {
        return isInDirective() ? directive : code;
    }

    Brackets code() {
        return code;
    }

    /** Whether the innermost conditional's branch, or the text if there is none, has closed all brackets that it opened. */
    boolean isBranchBalanced() {
        return code == (conditional == null ? Brackets.NONE : conditional.before);
    }

    int conditionalDepth() {
        return conditional == null ? 0 : conditional.depth;
    }

    /** Whether the innermost conditional already has an {@code #else}. */
    boolean hasElse() {
        return conditional != null && conditional.hasElse;
    }

    int depth() {
        return code.depth() + directive.depth();
    }

    int braces() {
        return code.braces() + directive.braces();
    }
}
