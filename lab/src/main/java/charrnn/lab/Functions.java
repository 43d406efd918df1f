package charrnn.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text into its functions without parsing them, so that their number does not depend on how a parser recovers from an
 * error. A function begins after the previous declaration, and its body with a brace after a closing parenthesis; it ends with
 * that line, or at the next brace in the first column.
 */
final class Functions {
    /** Ends of declarations, and blank lines, such as those after a macro call without a semicolon. */
    private static final Pattern STOP = Pattern.compile("[;{}]|\\n[ \\t\\r]*+\\n");

    private static final Pattern BODY_END = Pattern.compile("(?m)^}|\\)\\s*\\n\\{");
    private static final Pattern TAG_WITH_ATTRIBUTE =
            Pattern.compile("(struct|union|enum)\\s+_\\w*\\s*\\((?:[^()]|\\((?:[^()]|\\([^()]*\\))*+\\))*+\\)$");

    /** The functions that end before the next one begins. */
    final List<Function> complete = new ArrayList<>();

    /** Number of the others, without one that is cut off by the end of the text. */
    int unclosed;

    private final String code; // the text without what is no code

    /**
     * The offsets of a function in its text.
     *
     * @param start of its first word
     * @param body of the brace that opens its body
     * @param end after its closing brace
     */
    record Function(int start, int body, int end) {}

    Functions(String text) {
        code = Code.of(text);
        Matcher stop = STOP.matcher(code);
        for (int start = 0; stop.find(start); ) {
            boolean begins = stop.group().equals("{")
                    && isHead(code.substring(start, stop.start()).strip());
            start = begins ? read(start, stop.start()) : stop.end();
        }
    }

    private static boolean isHead(String text) {
        return text.endsWith(")")
                && text.indexOf('=') < 0 // as before an initializer
                && !TAG_WITH_ATTRIBUTE.matcher(text).find();
    }

    /** Reads a function; returns where the next declaration begins. */
    private int read(int head, int body) {
        int start = head;
        while (Character.isWhitespace(code.charAt(start))) {
            start++;
        }
        String line = code.substring(body).lines().findFirst().orElseThrow().stripTrailing();
        if (line.endsWith("}") && count(line, '{') == count(line, '}')) {
            complete.add(new Function(start, body, body + line.length()));
            return body + line.length();
        }
        Matcher end = BODY_END.matcher(code);
        if (!end.find(body + 1)) {
            return code.length();
        }
        if (end.group().equals("}")) {
            complete.add(new Function(start, body, end.end()));
            return end.end();
        }
        unclosed++;
        int next = end.start();
        while (";{}".indexOf(code.charAt(next - 1)) < 0) {
            next--;
        }
        return next;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }
}
