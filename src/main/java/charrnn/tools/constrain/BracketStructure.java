package charrnn.tools.constrain;

/** The brackets of the code, the directive under way with its own brackets, and the conditionals around both. */
final class BracketStructure {
    private static final int LONGEST_NAME = 32; // which no directive has

    private enum Place {
        CODE,
        NAME,
        BODY
    }

    private Place place = Place.CODE;
    private String name = "";
    private boolean argument; // something follows the name
    private Brackets code = Brackets.NONE;
    private Brackets directive = Brackets.NONE;
    private Conditionals conditionals = Conditionals.NONE;

    BracketStructure() {}

    BracketStructure(BracketStructure other) {
        place = other.place;
        name = other.name;
        argument = other.argument;
        code = other.code;
        directive = other.directive;
        conditionals = other.conditionals;
    }

    /**
     * An opening bracket.
     *
     * @param before last character of code before it, 0 for none
     * @param loop whether that belongs to the keyword {@code for}
     */
    void open(int bracket, int before, boolean loop) {
        if (isInDirective()) {
            directive = directive.open(bracket, before, loop);
        } else {
            code = code.open(bracket, before, loop);
        }
    }

    SyntaxViolation close(int bracket) {
        return isInDirective() ? closeInDirective(bracket) : closeInCode(bracket);
    }

    private SyntaxViolation closeInDirective(int bracket) {
        if (!directive.fits(bracket)) {
            return SyntaxViolation.LOOSE_DIRECTIVE;
        }
        directive = directive.close();
        return SyntaxViolation.NONE;
    }

    private SyntaxViolation closeInCode(int bracket) {
        if (!code.fits(bracket)) {
            return SyntaxViolation.WRONG_BRACKET;
        }
        boolean ofBranch = conditionals.isEmpty() || code != conditionals.before();
        code = code.close();
        return ofBranch ? SyntaxViolation.NONE : SyntaxViolation.LOOSE_BRANCH;
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

    /** A token follows the directive's name. */
    void argument() {
        argument = true;
    }

    /** The directive's name is complete: a conditional's takes effect. */
    SyntaxViolation endName() {
        place = Place.BODY;
        return switch (name) {
            case "if", "ifdef", "ifndef" -> {
                conditionals = conditionals.begin(code);
                yield SyntaxViolation.NONE;
            }
            case "elif", "elifdef", "elifndef", "else" -> nextBranch();
            case "endif" -> endConditional();
            default -> SyntaxViolation.NONE;
        };
    }

    private SyntaxViolation nextBranch() {
        if (conditionals.isEmpty() || conditionals.hasElse()) {
            return SyntaxViolation.STRAY_CONDITIONAL;
        }
        SyntaxViolation breach = endBranch();
        conditionals = conditionals.next(code, name.equals("else"));
        code = conditionals.before();
        return breach;
    }

    private SyntaxViolation endConditional() {
        if (conditionals.isEmpty()) {
            return SyntaxViolation.STRAY_CONDITIONAL;
        }
        SyntaxViolation breach = endBranch();
        code = conditionals.after(code);
        conditionals = conditionals.end();
        return breach;
    }

    private SyntaxViolation endBranch() {
        return code == conditionals.before() ? SyntaxViolation.NONE : SyntaxViolation.LOOSE_BRANCH;
    }

    /** The line ends, and a directive with it. */
    SyntaxViolation endLine() {
        SyntaxViolation breach = isInName() ? endName() : SyntaxViolation.NONE;
        boolean balanced = directive.isEmpty();
        place = Place.CODE;
        directive = Brackets.NONE;
        return breach != SyntaxViolation.NONE || balanced ? breach : SyntaxViolation.LOOSE_DIRECTIVE;
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

    /** Whether the directive under way, or else the last one, has more than its name. */
    boolean hasArgument() {
        return argument;
    }

    /** Brackets open here: those of the directive, or those of the code. */
    Brackets brackets() {
        return isInDirective() ? directive : code;
    }

    /** Whether nothing is open that must be closed before the innermost conditional ends. */
    boolean isBranchBalanced() {
        return code == (conditionals.isEmpty() ? Brackets.NONE : conditionals.before());
    }

    Brackets code() {
        return code;
    }

    Conditionals conditionals() {
        return conditionals;
    }

    int depth() {
        return code.depth() + directive.depth();
    }

    int braces() {
        return code.braces() + directive.braces();
    }
}
