package charrnn.tools.constrain;

import charrnn.tools.constrain.CScanner.Region;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules for preprocessor directives in generated text. */
final class Directives {
    /** Names of directives; an unfinished name becomes the first possible one. */
    private static final List<String> NAMES = List.of(
            "endif", "pragma", "define", "undef", "error", "warning", "else", "elif", "include", "ifdef", "ifndef",
            "if");

    /** Directives that need an argument, and the first character of the shortest one. */
    private static final Map<String, Character> ARGUMENTS =
            Map.of("define", 'n', "undef", 'n', "ifdef", 'n', "ifndef", 'n', "if", '0', "elif", '0', "include", '"');

    private static final Set<String> WITHOUT_ARGUMENT = Set.of("else", "endif");

    private Directives() {}

    /** The first allowed directive whose name begins with the letters that have been read; empty for none. */
    private static String completion(BracketStructure structure) {
        return NAMES.stream()
                .filter(name -> name.startsWith(structure.name) && isPossible(name, structure))
                .findFirst()
                .orElse("");
    }

    private static boolean isPossible(String name, BracketStructure structure) {
        boolean branchEnd = structure.conditionalDepth() > 0 && structure.isBranchBalanced();
        return switch (name) {
            case "endif" -> branchEnd;
            case "else", "elif" -> branchEnd && !structure.hasElse();
            case "if", "ifdef", "ifndef" -> structure.conditionalDepth() < StrictC.MAX_CONDITIONAL_DEPTH;
            default -> true;
        };
    }

    /** Whether the current directive, if any, can still become valid. */
    static boolean canComplete(CScanner scanner) {
        BracketStructure structure = scanner.structure;
        boolean named = !structure.inName || !completion(structure).isEmpty();
        boolean inLineComment = scanner.isInDirective() && scanner.region() == Region.LINE_COMMENT;
        return named && (!inLineComment || structure.brackets().isEmpty());
    }

    /** Whether a character may come in a directive. */
    static boolean allows(CScanner before, CScanner after) {
        BracketStructure old = before.structure;
        BracketStructure structure = after.structure;
        if (structure.inName) {
            return !completion(structure).isEmpty();
        }
        if (old.inName && !(NAMES.contains(old.name) && isPossible(old.name, old))) {
            return false;
        }
        boolean comment = after.region() == Region.LINE_COMMENT; // it lasts until the end of the line
        if (comment && !old.brackets().isEmpty()) {
            return false;
        }
        if (structure.hasArgument) {
            return old.hasArgument || !WITHOUT_ARGUMENT.contains(old.name);
        }
        return (after.isInDirective() && !comment) || !ARGUMENTS.containsKey(old.name);
    }

    /** The next character that completes the directive in the fewest characters. */
    static int closing(CScanner scanner) {
        BracketStructure structure = scanner.structure;
        String name = structure.name;
        if (scanner.backslash) {
            return '\n';
        }
        if (structure.inName) {
            String whole = completion(structure);
            if (whole.length() > name.length()) {
                return whole.charAt(name.length());
            }
            return ARGUMENTS.containsKey(name) ? ' ' : '\n';
        }
        if (scanner.slash) {
            return WITHOUT_ARGUMENT.contains(name) ? '/' : ' ';
        }
        if (ARGUMENTS.containsKey(name) && !structure.hasArgument) {
            return ARGUMENTS.getOrDefault(name, 'n');
        }
        return structure.brackets().isEmpty() ? '\n' : structure.brackets().closing();
    }
}
