package charrnn.corpus;

import charrnn.config.UserError;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Locale;

/**
 * Translates a glob into a regular expression. The components of a name are separated by {@code /}. {@code *} and
 * {@code ?} match within a component, {@code **} also across {@code /}; {@code [a-z]} and {@code [!a-z]} match one
 * character, {@code {c,h}} one of the alternatives; a backslash makes the next character literal. The syntax is that of
 * {@link java.nio.file.FileSystem#getPathMatcher} on Unix, but <code>**&#47;</code> also matches zero folders, braces
 * may be nested, and case matters on every system.
 *
 * <p>RE2 matches in time linear in the lengths of the glob and of the name. Java's regular expressions backtrack: they
 * need minutes for {@code *a*a*a*a*a*a*a*a*b} and a name of 40 letters.
 *
 * @param key configuration key that the glob comes from, for errors
 */
record Glob(String key, String glob) {
    private static final int MAX_LENGTH = 1000;

    /** Double stars, a class, or one character, which may follow a backslash. */
    private static final Pattern TOKEN = Pattern.compile("\\*\\*/?|\\[(?:!.|[^!])[^]]*]|\\\\?.", Pattern.DOTALL);

    /** A range or a character of a class. */
    private static final Pattern MEMBER = Pattern.compile(".-.|.", Pattern.DOTALL);

    /** Compiles a glob; a {@link UserError} says why it is malformed, or that it is too long. */
    static Pattern compile(String key, String glob) {
        if (glob.length() > MAX_LENGTH) {
            String message =
                    "%s: the glob '%.40s…' has %,d characters, but must have at most %,d; give a list of shorter ones";
            throw new UserError(String.format(Locale.ROOT, message, key, glob, glob.length(), MAX_LENGTH));
        }
        return Pattern.compile(new Glob(key, glob).regex(), Pattern.DOTALL);
    }

    private String regex() {
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
                        case "[" -> throw bad("[ without ]");
                        case "\\" -> throw bad("nothing after \\");
                        default ->
                            token.startsWith("[")
                                    ? characterClass(token)
                                    : literal(token.codePointBefore(token.length()));
                    });
            braces += token.equals("{") ? 1 : 0;
            braces -= token.equals("}") && inBraces ? 1 : 0;
            startsComponent = token.endsWith("/") || token.equals("{") || token.equals(",") && inBraces;
        }
        if (braces > 0) {
            throw bad("{ without }");
        }
        return regex.toString();
    }

    private String characterClass(String token) {
        boolean negated = token.startsWith("[!");
        StringBuilder regex = new StringBuilder(negated ? "[^/" : "[");
        for (Matcher members = MEMBER.matcher(token.substring(negated ? 2 : 1, token.length() - 1)); members.find(); ) {
            String member = members.group();
            int from = member.codePointAt(0);
            int to = member.codePointBefore(member.length());
            if (from == '/' || to == '/') {
                throw bad("/ between [ and ]");
            }
            if (from > to) {
                throw bad(Character.toString(from) + "-" + Character.toString(to) + " runs backwards");
            }
            regex.append(range(from, to));
        }
        return regex.append(']').toString();
    }

    /** A range of a class without {@code /}, which a class must not match; empty if {@code from} is above {@code to}. */
    static String range(int from, int to) {
        if (from <= '/' && '/' <= to) {
            return range(from, '/' - 1) + range('/' + 1, to);
        }
        return from > to ? "" : literal(from) + "-" + literal(to);
    }

    static String literal(int codePoint) {
        return String.format(Locale.ROOT, "\\x{%X}", codePoint);
    }

    private UserError bad(String why) {
        return new UserError(
                String.format(Locale.ROOT, "%s: '%s' is not a glob (%s); an example is **/*.c", key, glob, why));
    }
}
