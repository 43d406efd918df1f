package charrnn.corpus;

import charrnn.config.UserError;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A glob over names with {@code /} between their parts: {@code *} and {@code ?} stay within a part, {@code **} does not,
 * {@code [a-z]}, {@code [!a-z]} and {@code {c,h}} choose, and a backslash takes the next character as it is. Unlike in
 * {@link java.nio.file.FileSystem#getPathMatcher}, <code>**&#47;</code> also stands for no folder at all, and case always
 * counts, on every host.
 */
final class Glob {
    private final String glob;
    private final StringBuilder regex = new StringBuilder();
    private int position;
    private int braces;

    private Glob(String glob) {
        this.glob = glob;
    }

    /**
     * The regular expression that matches the names which the glob matches.
     *
     * @param key configuration key that the glob comes from, for the error
     */
    static Pattern compile(String key, String glob) {
        Glob translation = new Glob(glob);
        try {
            translation.translate();
            return Pattern.compile(translation.regex.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new UserError(
                    String.format(
                            Locale.ROOT,
                            "%s: '%s' is not a glob (%s); an example is **/*.c",
                            key,
                            glob,
                            e.getDescription()),
                    e);
        }
    }

    private void translate() {
        while (position < glob.length()) {
            translateNext(glob.charAt(position++));
        }
        if (braces > 0) {
            throw bad("{ without }");
        }
    }

    private void translateNext(char c) {
        switch (c) {
            case '*' -> translateStar();
            case '?' -> regex.append("[^/]");
            case '[' -> translateClass();
            case '{' -> openBrace();
            case '}' -> regex.append(braces-- > 0 ? ")" : literalBrace());
            case ',' -> regex.append(braces > 0 ? "|" : ",");
            case '\\' -> appendLiteral(escaped());
            default -> appendLiteral(c);
        }
    }

    private void translateStar() {
        if (!glob.startsWith("*", position)) {
            regex.append("[^/]*");
            return;
        }
        position++;
        boolean startsPart = position == 2 || "/{,".indexOf(glob.charAt(position - 3)) >= 0;
        if (startsPart && glob.startsWith("/", position)) {
            position++;
            regex.append("(?:.*/)?");
        } else {
            regex.append(".*");
        }
    }

    private void translateClass() {
        int end = glob.indexOf(']', position + (glob.startsWith("!", position) ? 2 : 1));
        if (end < 0) {
            throw bad("[ without ]");
        }
        boolean negated = glob.charAt(position) == '!';
        String members = glob.substring(position + (negated ? 1 : 0), end);
        regex.append(negated ? "[^/" : "(?!/)[");
        // Only the range's '-' keeps a meaning within the brackets.
        members.chars().forEach(c -> regex.append(c == '-' || Character.isLetterOrDigit(c) ? "" : "\\")
                .append((char) c));
        regex.append(']');
        position = end + 1;
    }

    private void openBrace() {
        braces++;
        regex.append("(?:");
    }

    private String literalBrace() {
        braces = 0;
        return "\\}";
    }

    private char escaped() {
        if (position == glob.length()) {
            throw bad("nothing after \\");
        }
        return glob.charAt(position++);
    }

    private void appendLiteral(char c) {
        regex.append(Pattern.quote(String.valueOf(c)));
    }

    private PatternSyntaxException bad(String what) {
        return new PatternSyntaxException(what, glob, position);
    }
}
