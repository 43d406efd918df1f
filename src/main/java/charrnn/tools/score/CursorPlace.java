package charrnn.tools.score;

import charrnn.tools.constrain.CScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a file where a completion is measured. The rest of the cursor's line is what a user is about to type.
 *
 * @param before text before the cursor
 * @param rest rest of the cursor's line, without trailing white space
 * @param after text from the end of the cursor's line on: empty, or begins with a line feed
 */
record CursorPlace(String before, String rest, String after, Kind kind) {
    /** What is typed at a place. */
    enum Kind {
        COMMENT("in a comment"),
        NEW_LINE("at the beginning of a line"),
        MEMBER("after -> or ."),
        IN_NAME("within a name"),
        ARGUMENT("in the arguments of a call"),
        OTHER("other");

        final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    private static final int MIN_REST = 2; // with fewer characters no key can be saved
    private static final int MAX_TRIES = 1000; // for a place
    private static final Set<String> NOT_CALLED = Set.of("if", "for", "while", "switch", "return", "sizeof");
    private static final Pattern MEMBER = Pattern.compile("(->|[A-Za-z_]\\w*\\.|[)\\]]\\.)\\w*$");
    private static final Pattern LAST_NAME = Pattern.compile("(\\w+)\\s*$");

    /**
     * Draws places of files, each character with the same probability; the rest of its line has at least 2 characters.
     * They are in the order of the files.
     *
     * @param count number of places; there are fewer if few lines have that many characters
     */
    static List<CursorPlace> draw(List<String> files, int count, RandomGenerator random) {
        long chars = files.stream().mapToLong(String::length).sum();
        List<long[]> drawn = new ArrayList<>(); // file, position
        for (int i = 0; chars > 0 && i < count * (long) MAX_TRIES && drawn.size() < count; i++) {
            long at = random.nextLong(chars);
            int file = 0;
            while (at >= files.get(file).length()) {
                at -= files.get(file++).length();
            }
            String text = files.get(file);
            if (!Character.isLowSurrogate(text.charAt((int) at))
                    && rest(text, (int) at).length() >= MIN_REST) {
                drawn.add(new long[] {file, at});
            }
        }
        return drawn.stream()
                .sorted((a, b) -> Long.compare(a[0] << 32 | a[1], b[0] << 32 | b[1]))
                .map(place -> at(files.get((int) place[0]), (int) place[1]))
                .toList();
    }

    /** The place before a character of a file. */
    static CursorPlace at(String file, int position) {
        String before = file.substring(0, position);
        String rest = rest(file, position);
        return new CursorPlace(before, rest, file.substring(lineEnd(file, position)), kind(before, rest));
    }

    private static String rest(String file, int position) {
        return file.substring(position, lineEnd(file, position)).stripTrailing();
    }

    private static int lineEnd(String file, int position) {
        int lineFeed = file.indexOf('\n', position);
        return lineFeed < 0 ? file.length() : lineFeed;
    }

    private static Kind kind(String before, String rest) {
        CScanner scanner = new CScanner();
        before.codePoints().forEach(scanner::accept);
        if (scanner.isInComment()) {
            return Kind.COMMENT;
        }
        String line = before.substring(before.lastIndexOf('\n') + 1);
        if (line.isBlank()) {
            return Kind.NEW_LINE;
        }
        if (scanner.region() != CScanner.Region.CODE) {
            return Kind.OTHER;
        }
        if (MEMBER.matcher(line).find()) {
            return Kind.MEMBER;
        }
        if (isWord(before.charAt(before.length() - 1)) && isWord(rest.charAt(0))) {
            return Kind.IN_NAME;
        }
        return isInCall(before) ? Kind.ARGUMENT : Kind.OTHER;
    }

    static boolean isWord(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    /** Whether the innermost open parenthesis follows the name of a function. */
    private static boolean isInCall(String before) {
        int closed = 0;
        for (int i = before.length() - 1; i >= 0 && ";{}".indexOf(before.charAt(i)) < 0; i--) {
            closed += before.charAt(i) == ')' ? 1 : 0;
            if (before.charAt(i) == '(' && --closed < 0) {
                Matcher name = LAST_NAME.matcher(before.substring(Math.max(0, i - 100), i));
                return name.find() && !NOT_CALLED.contains(name.group(1));
            }
        }
        return false;
    }
}
