package charrnn.tools.constrain;

import java.util.List;
import java.util.Set;

/** The preprocessor's directives, as far as generated text may have them. */
final class Directives {
    /** Those that close what is open come first, then those that open nothing. */
    private static final List<String> NAMES = List.of(
            "endif", "pragma", "define", "undef", "error", "warning", "else", "elif", "include", "ifdef", "ifndef",
            "if");

    private static final Set<String> TAKE_AN_ARGUMENT =
            Set.of("define", "undef", "include", "if", "ifdef", "ifndef", "elif");
    private static final Set<String> TAKE_NONE = Set.of("else", "endif");

    private Directives() {}

    /** Whether the name under way may become one that is possible here. */
    static boolean mayGoOn(BracketStructure structure) {
        return NAMES.stream().anyMatch(name -> name.startsWith(structure.name()) && isPossible(name, structure));
    }

    /** A name that the one under way may become. */
    static String completion(BracketStructure structure) {
        return NAMES.stream()
                .filter(name -> name.startsWith(structure.name()) && isPossible(name, structure))
                .findFirst()
                .orElse(structure.name());
    }

    /** Whether the name under way is complete. */
    static boolean isComplete(BracketStructure structure) {
        return NAMES.contains(structure.name()) && isPossible(structure.name(), structure);
    }

    private static boolean isPossible(String name, BracketStructure structure) {
        Conditionals conditionals = structure.conditionals();
        return switch (name) {
            case "endif" -> !conditionals.isEmpty() && structure.isBranchBalanced();
            case "else", "elif" -> !conditionals.isEmpty() && structure.isBranchBalanced() && !conditionals.hasElse();
            case "if", "ifdef", "ifndef" -> conditionals.depth() < StrictC.CONDITIONAL_DEPTH;
            default -> true;
        };
    }

    static boolean takesAnArgument(String name) {
        return TAKE_AN_ARGUMENT.contains(name);
    }

    static boolean takesNone(String name) {
        return TAKE_NONE.contains(name);
    }
}
