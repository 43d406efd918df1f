package charrnn.corpus;

import charrnn.message.UserError;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Translates a glob into a regular expression. The components of a name are separated by {@code /}. {@code *} and
 * {@code ?} match within a component, {@code **} also across {@code /}; {@code [a-z]} and {@code [!a-z]} match one
 * character, {@code {c,h}} one of the alternatives; a backslash makes the next character literal. The syntax is that of
 * {@link java.nio.file.FileSystem#getPathMatcher} on Unix, but <code>**&#47;</code> also matches zero folders, braces
 * may be nested, and case matters on every system.
 *
 * <p>RE2 matches in time linear in the lengths of the glob and of the name. Java's regular expressions backtrack: they
 * need minutes for {@code *a*a*a*a*a*a*a*a*b} and a name of 40 letters.
 */
final class Glob {
    /** Double stars, a class, or one character, which may follow a backslash. */
    private static final Pattern TOKEN = Pattern.compile("\\*\\*/?|\\[(?:!.|[^!])[^]]*]|\\\\?.", Pattern.DOTALL);

    private Glob() {}

    /** Compiles a glob of a configuration's key; a {@link UserError} says why it is malformed. */
    static Pattern compile(String key, String glob) {
        try {
            return Pattern.compile(regex(glob), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new UserError(
                    key + ": '" + glob + "' is not a glob (" + e.getDescription() + "); an example is **/*.c", e);
        }
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        int braces = 0;
        boolean startsComponent = true;
        for (Matcher tokens = TOKEN.matcher(glob); tokens.find(); ) {
            String token = tokens.group();
            boolean inBraces = braces > 0;
            regex.append(
                    switch (token) {
                        case "*" -> "[^/]*";
                        case "**" -> ".*";
                        case "**/" -> startsComponent ? "(?:.*/)?" : ".*/";
                        case "?" -> "[^/]";
                        case "{" -> "(?:";
                        case "}" -> inBraces ? ")" : "\\}";
                        case "," -> inBraces ? "|" : ",";
                        case "[" -> "["; // without ], which is a mistake
                        default ->
                            token.startsWith("[")
                                    ? characterClass(token)
                                    : Pattern.quote(Character.toString(token.codePointBefore(token.length())));
                    });
            braces += token.equals("{") ? 1 : 0;
            braces -= token.equals("}") && inBraces ? 1 : 0;
            startsComponent = token.endsWith("/") || token.equals("{") || token.equals(",") && inBraces;
        }
        return regex.toString();
    }

    private static String characterClass(String token) {
        boolean negated = token.startsWith("[!");
        String members = token.substring(negated ? 2 : 1, token.length() - 1);
        return (negated ? "[^/" : "[") + members.replaceAll("^-|[\\[\\]\\\\^]", "\\\\$0") + "]";
    }
}
