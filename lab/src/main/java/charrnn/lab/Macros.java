package charrnn.lab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes macros from a function, because a parser without a preprocessor rejects {@code static int __init f(void)} and
 * {@code list_for_each_entry(a, b, c) { }}. Four rules find macros by their position, not by their name:
 *
 * <ol>
 *   <li>Before a function's name, words that are neither keywords nor tags are removed. If no keyword names the type, the
 *       last of them stays, preferably one without leading underscores; without any, {@code int} is added. Between the
 *       parameters and the body, everything is removed.
 *   <li>A word that begins with two underscores is removed if a word or an asterisk follows it, and a word other than such
 *       keywords as {@code return} precedes it.
 *   <li>A called word that contains {@code for_each} becomes {@code while}.
 *   <li>A type as an argument becomes {@code 0} if the call has other arguments.
 * </ol>
 */
final class Macros {
    private static final Set<String> TAGS = Set.of("enum", "struct", "union");
    private static final Set<String> BEFORE_NAME =
            Set.of("return", "goto", "case", "else", "do", "sizeof", "typeof", "struct", "union", "enum", "const");
    private static final String TYPE = "(?:char|double|enum|float|int|long|short|signed|struct|union|unsigned|void)\\b";

    private static final Pattern HEAD = Pattern.compile("(?<type>[^(]*?)(?<name>" + Code.WORD + ")\\s*\\(");
    private static final Pattern ATTRIBUTE = Pattern.compile("(" + Code.WORD + ")\\s+(?=(__\\w*)\\s*[\\w*])");
    private static final Pattern FOR_EACH = Pattern.compile("\\b\\w*for_each\\w*(?=\\s*\\()");
    private static final Pattern TYPE_ARGUMENT =
            Pattern.compile("(?<open>[(,])\\s*(?<type>(?:const\\b|" + TYPE + ")[\\w\\s*]*)(?=(?<close>[,)]))");

    private final String code;
    private final StringBuilder out;

    private Macros(String function) {
        code = Code.of(function);
        out = new StringBuilder(function);
    }

    /** The function with its macros removed or replaced; unchanged if its name is not found. */
    static String removeFrom(String function) {
        Macros macros = new Macros(function);
        Matcher head = HEAD.matcher(macros.code);
        if (!head.lookingAt() || Code.KEYWORDS.contains(head.group("name"))) {
            return function;
        }
        boolean typed = macros.removeFromType(head.group("type"));
        int close = macros.closing(head.end());
        int body = Math.max(close, macros.code.indexOf('{', close));
        macros.replace(close, body, "");
        macros.removeAttributes();
        macros.replaceInBody(body);
        return typed ? macros.out.toString() : "int " + macros.out;
    }

    /** Replaces a part of the function by a text that is not longer, padded with spaces. */
    private void replace(int start, int end, String replacement) {
        out.replace(start, end, replacement + " ".repeat(end - start - replacement.length()));
    }

    /** Removes the words before the name that are not its type; false if there is no type. */
    private boolean removeFromType(String type) {
        List<MatchResult> others = new ArrayList<>();
        String previous = "";
        for (MatchResult word :
                Pattern.compile(Code.WORD).matcher(type).results().toList()) {
            if (!Code.KEYWORDS.contains(word.group()) && !TAGS.contains(previous)) {
                others.add(word);
            }
            previous = word.group();
        }
        boolean typed = true;
        if (!Pattern.compile("\\b" + TYPE).matcher(type).find()) {
            Comparator<MatchResult> unprefixed =
                    Comparator.comparing(word -> !word.group().startsWith("__"));
            typed = !others.isEmpty();
            others.stream()
                    .max(unprefixed.thenComparingInt(word -> word.start()))
                    .ifPresent(others::remove);
        }
        others.forEach(word -> replace(word.start(), word.end(), ""));
        return typed;
    }

    private void removeAttributes() {
        Matcher attribute = ATTRIBUTE.matcher(code);
        while (attribute.find()) {
            if (!BEFORE_NAME.contains(attribute.group(1))) {
                replace(attribute.start(2), attribute.end(2), "");
            }
        }
    }

    private void replaceInBody(int body) {
        Matcher type = TYPE_ARGUMENT.matcher(code);
        for (int from = body; type.find(from); from = type.end()) {
            boolean first = type.group("open").equals("(");
            boolean ofOffset = code.substring(0, type.start()).stripTrailing().endsWith("offsetof");
            if (!first || type.group("close").equals(",") && !ofOffset) {
                replace(type.start("type"), type.end("type"), "0");
            }
        }
        Matcher loop = FOR_EACH.matcher(code);
        for (int from = body; loop.find(from); from = loop.end()) {
            replace(loop.start(), loop.end(), "while");
        }
    }

    /** The offset after the parenthesis that closes an open one. */
    private int closing(int from) {
        int at = from;
        for (int depth = 1; depth > 0 && at < code.length(); at++) {
            depth += code.charAt(at) == '(' ? 1 : code.charAt(at) == ')' ? -1 : 0;
        }
        return at;
    }
}
