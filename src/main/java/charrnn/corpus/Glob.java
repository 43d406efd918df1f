package charrnn.corpus;

import charrnn.config.UserError;
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
 */
final class Glob {
    private static final int MAX_LENGTH = 1000;

    private final String key;
    private final String glob;
    private final StringBuilder regex = new StringBuilder();
    private int position;
    private int braces;
    private boolean startsComponent = true;

    private Glob(String key, String glob) {
        this.key = key;
        this.glob = glob;
    }

    /**
     * Compiles a glob to the equivalent regular expression.
     *
     * @param key configuration key that the glob comes from, for the error
     * @throws UserError if the glob is malformed or longer than 1,000 characters
     */
    static Pattern compile(String key, String glob) {
        if (glob.length() > MAX_LENGTH) {
            throw new UserError(String.format(
                    Locale.ROOT,
                    "%s: the glob '%.40s…' has %,d characters, but must have at most %,d; give a list of shorter ones",
                    key,
                    glob,
                    glob.length(),
                    MAX_LENGTH));
        }
        return Pattern.compile(new Glob(key, glob).translate(), Pattern.DOTALL);
    }

    private String translate() {
        while (position < glob.length()) {
            int c = next();
            boolean first = startsComponent;
            startsComponent = c == '/' || c == '{' || c == ',' && braces > 0;
            translate(c, first);
        }
        if (braces > 0) {
            throw bad("{ without }");
        }
        return regex.toString();
    }

    private int next() {
        int c = glob.codePointAt(position);
        position += Character.charCount(c);
        return c;
    }

    /** @param first whether the character is the first of a component */
    private void translate(int c, boolean first) {
        switch (c) {
            case '*' -> translateStar(first);
            case '?' -> regex.append("[^/]");
            case '[' -> translateClass();
            case '{' -> {
                braces++;
                regex.append("(?:");
            }
            case '}' -> {
                regex.append(braces > 0 ? ")" : "\\}");
                braces = Math.max(0, braces - 1);
            }
            case ',' -> regex.append(braces > 0 ? "|" : ",");
            case '\\' -> {
                if (position == glob.length()) {
                    throw bad("nothing after \\");
                }
                int literal = next();
                append(literal);
                startsComponent = literal == '/';
            }
            default -> append(c);
        }
    }

    private void translateStar(boolean first) {
        if (!glob.startsWith("*", position)) {
            regex.append("[^/]*");
            return;
        }
        position++;
        if (first && glob.startsWith("/", position)) {
            position++;
            startsComponent = true;
            regex.append("(?:.*/)?");
        } else {
            regex.append(".*");
        }
    }

    private void translateClass() {
        boolean negated = glob.startsWith("!", position);
        int start = position + (negated ? 1 : 0);
        int end = glob.indexOf(']', start + 1);
        if (end < 0) {
            throw bad("[ without ]");
        }
        position = end + 1;
        regex.append(negated ? "[^/" : "[");
        int[] members = glob.substring(start, end).codePoints().toArray();
        for (int i = 0; i < members.length; i++) {
            boolean range = i + 2 < members.length && members[i + 1] == '-';
            appendRange(members[i], members[range ? i + 2 : i]);
            i += range ? 2 : 0;
        }
        regex.append(']');
    }

    /** Appends a range of a class, without a {@code /} inside it. */
    private void appendRange(int from, int to) {
        if (from == '/' || to == '/') {
            throw bad("/ between [ and ]");
        }
        if (from > to) {
            throw bad(Character.toString(from) + "-" + Character.toString(to) + " runs backwards");
        }
        if (from < '/' && '/' < to) {
            appendRange(from, '/' - 1);
            appendRange('/' + 1, to);
        } else {
            append(from);
            regex.append('-');
            append(to);
        }
    }

    private void append(int literal) {
        regex.append(String.format(Locale.ROOT, "\\x{%X}", literal));
    }

    private UserError bad(String why) {
        return new UserError(
                String.format(Locale.ROOT, "%s: '%s' is not a glob (%s); an example is **/*.c", key, glob, why));
    }
}
