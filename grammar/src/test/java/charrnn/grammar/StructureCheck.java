package charrnn.grammar;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks that a whole text has valid tokens and balanced brackets, independently of {@link CScanner}: in C's translation
 * phases, with regular expressions, each branch of a conditional separately.
 */
public final class StructureCheck {
    private static final Pattern COMMENT_OR_LITERAL =
            Pattern.compile("/\\*(?s:.*?)\\*/|//[^\\n]*|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)+'");
    private static final Pattern LITERAL = Pattern.compile("['\"](?:[^\\\\]|\\\\(?:['\"?\\\\%abefnrtv]|[0-7]{1,3}"
            + "|x[0-9a-fA-F]+|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}))*['\"]");
    private static final Pattern LEFT_OVER = Pattern.compile("\"|'|\\\\|/\\*|[^\\x00-\\x7f\\p{L}]");
    private static final Pattern HEADER_NAME = Pattern.compile("(#[ \\t]*include(_next)?[ \\t]*)\"[^\"\\n]*\"");
    private static final Pattern DIRECTIVE = Pattern.compile("\\s*#\\s*([a-z_]*).*");
    private static final List<String> NAMES = List.of((" define undef include include_next if ifdef ifndef elif elifdef"
                    + " elifndef else endif pragma error warning line ident")
            .split(" "));

    private StructureCheck() {}

    /** A description of the first problem of a text; empty if it has none. */
    public static String problem(String text) {
        String joined = HEADER_NAME.matcher(text.replaceAll("\\\\\\n", "")).replaceAll("$1<a>");
        Matcher matcher = COMMENT_OR_LITERAL.matcher(joined);
        StringBuilder code = new StringBuilder();
        while (matcher.find()) {
            String found = matcher.group();
            if (!found.startsWith("/") && !LITERAL.matcher(found).matches()) {
                return "literal " + found;
            }
            matcher.appendReplacement(code, found.startsWith("/") ? " " : " 0 ");
        }
        matcher.appendTail(code);
        Matcher rest = LEFT_OVER.matcher(code);
        return rest.find() ? "left over " + rest.group() + " in " + code : lines(code.toString());
    }

    private static String lines(String code) {
        Deque<StringBuilder> branches = new ArrayDeque<>(List.of(new StringBuilder()));
        Deque<Boolean> elses = new ArrayDeque<>(List.of(true));
        for (String line : code.split("\n", -1)) {
            Matcher directive = DIRECTIVE.matcher(line);
            if (!directive.matches()) {
                branches.element().append(line);
                continue;
            }
            String name = directive.group(1);
            if (!NAMES.contains(name) || !balances(line)) {
                return "directive " + line;
            }
            boolean ends = name.startsWith("el") || name.equals("endif");
            if (ends && (branches.size() == 1 || (elses.pop() && !name.equals("endif")))) {
                return "stray " + line;
            }
            if (ends && !balances(branches.pop())) {
                return "branch before " + line;
            }
            if ((ends && !name.equals("endif")) || name.startsWith("if")) {
                branches.push(new StringBuilder());
                elses.push(name.equals("else"));
            }
        }
        return branches.size() > 1 ? "open #if" : balances(branches.pop()) ? "" : "brackets of " + code;
    }

    private static boolean balances(CharSequence code) {
        String brackets = code.toString().replaceAll("[^()\\[\\]{}]", "");
        String before;
        do {
            before = brackets;
            brackets = brackets.replace("()", "").replace("[]", "").replace("{}", "");
        } while (!before.equals(brackets));
        return brackets.isEmpty();
    }
}
