package charrnn.tools.constrain;

import org.jspecify.annotations.Nullable;

/** The open brackets and conditionals, and the preprocessor's directive that is being read. */
final class BracketStructure extends State<BracketStructure> {
    private static final int LONGEST_NAME = 32; // no directive has a longer one

    /**
     * The open brackets: an immutable stack that shares what is below its top.
     *
     * @param opening the innermost open bracket, 0 for none
     * @param before last character of code before it, 0 for none
     * @param isForHeader whether it is the parenthesis of a {@code for}
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

        /** @param afterFor whether the keyword {@code for} precedes */
        Brackets open(int bracket, int codeBefore, boolean afterFor) {
            int further = bracket == '{' ? 1 : 0;
            return new Brackets(bracket, codeBefore, afterFor && bracket == '(', depth + 1, braces + further, this);
        }

        /** What closes the innermost open bracket; 0 where none is open. */
        int closing() {
            return switch (opening) {
                case '(' -> ')';
                case '[' -> ']';
                case '{' -> '}';
                default -> 0;
            };
        }

        /** Without the innermost bracket; unchanged where none is open. */
        Brackets close() {
            return outer == null ? this : outer;
        }

        boolean isEmpty() {
            return outer == null;
        }
    }

    private enum Place {
        CODE,
        NAME,
        BODY
    }

    /**
     * An open {@code #if}, with those around it.
     *
     * @param before brackets that are open at the {@code #if}: every branch begins with them
     * @param firstBranch brackets that are open at the end of the first branch, once it has ended
     */
    private record Conditional(
            Brackets before,
            @Nullable Brackets firstBranch,
            boolean hasElse,
            int depth,
            @Nullable Conditional outer) {}

    private Place place = Place.CODE;
    private String name = "";
    private boolean argument; // something follows the directive's name
    private Brackets code = Brackets.NONE;
    private Brackets directive = Brackets.NONE;
    private @Nullable Conditional conditional;

    /**
     * An opening bracket.
     *
     * @param before last character of code before it, 0 for none
     * @param afterFor whether the keyword {@code for} precedes
     */
    void open(int bracket, int before, boolean afterFor) {
        if (isInDirective()) {
            directive = directive.open(bracket, before, afterFor);
        } else {
            code = code.open(bracket, before, afterFor);
        }
    }

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

    /** A {@code #} that is the first token of its line. */
    void beginDirective() {
        place = Place.NAME;
        name = "";
        argument = false;
    }

    void extendName(int codePoint) {
        if (name.length() < LONGEST_NAME) {
            name += Character.toString(codePoint);
        }
    }

    /** A token that follows the directive's name. */
    void argument() {
        argument = true;
    }

    /** The end of the directive's name: a conditional takes effect. */
    SyntaxViolation endName() {
        place = Place.BODY;
        return switch (name) {
            case "if", "ifdef", "ifndef" -> {
                conditional = new Conditional(code, null, false, conditionalDepth() + 1, conditional);
                yield SyntaxViolation.NONE;
            }
            case "elif", "elifdef", "elifndef", "else", "endif" -> endBranch(conditional);
            default -> SyntaxViolation.NONE;
        };
    }

    private SyntaxViolation endBranch(@Nullable Conditional of) {
        boolean last = name.equals("endif");
        if (of == null || (of.hasElse && !last)) {
            return SyntaxViolation.STRAY_CONDITIONAL;
        }
        SyntaxViolation violation = isBranchBalanced() ? SyntaxViolation.NONE : SyntaxViolation.LOOSE_BRANCH;
        Brackets first = of.firstBranch == null ? code : of.firstBranch;
        code = last ? first : of.before;
        conditional = last ? of.outer : new Conditional(of.before, first, name.equals("else"), of.depth, of.outer);
        return violation;
    }

    /** The end of a line, and of the directive on it. */
    SyntaxViolation endLine() {
        SyntaxViolation violation = isInName() ? endName() : SyntaxViolation.NONE;
        boolean balanced = directive.isEmpty();
        place = Place.CODE;
        directive = Brackets.NONE;
        return violation != SyntaxViolation.NONE || balanced ? violation : SyntaxViolation.LOOSE_DIRECTIVE;
    }

    boolean isInDirective() {
        return place != Place.CODE;
    }

    boolean isInName() {
        return place == Place.NAME;
    }

    /** The directive's name as far as it was read; empty outside of directives. */
    String name() {
        return isInDirective() ? name : "";
    }

    /** Whether the directive, or else the last one, has more than its name. */
    boolean hasArgument() {
        return argument;
    }

    /** Open brackets of the directive, or outside of directives those of the code. */
    Brackets brackets() {
        return isInDirective() ? directive : code;
    }

    Brackets code() {
        return code;
    }

    /** Whether no bracket is open that must be closed before the innermost conditional ends. */
    boolean isBranchBalanced() {
        return code == (conditional == null ? Brackets.NONE : conditional.before);
    }

    int conditionalDepth() {
        return conditional == null ? 0 : conditional.depth;
    }

    /** Whether the innermost conditional has had its {@code #else}. */
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
