package charrnn.lab;

import charrnn.grammar.CScanner;
import charrnn.grammar.CScanner.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A place in a file where a completion is measured. The rest of the cursor's line is what a user is about to type.
 *
 * @param before text before the cursor
 * @param rest rest of the cursor's line, without trailing white space
 * @param after text from the end of the cursor's line on: empty, or begins with a line feed
 */
record CursorPlace(String before, String rest, String after) {
    /** The kind of text that a cursor is in. */
    enum Kind {
        STATEMENT,
        EXPRESSION,
        ARGUMENT,
        MEMBER,
        STRING,
        COMMENT,
        OUTSIDE
    }

    private static final Pattern MEMBER = Pattern.compile("(?:->|(?:[a-zA-Z_]\\w*|[)\\]])\\s*\\.)\\s*\\w*$");
    private static final Pattern STATEMENT = Pattern.compile("(?:^|[\\n;{}])\\s*\\w*$");
    private static final int MIN_REST = 2; // with fewer characters no key can be saved
    private static final int MAX_TRIES = 1000; // for a place

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
        return new CursorPlace(
                file.substring(0, position), rest(file, position), file.substring(lineEnd(file, position)));
    }

    /**
     * The kind of the place, from the text before it: outside of braces; the first word of a statement or a line; a member's name,
     * in a function; within other parentheses or square brackets; or another place in an expression or a declaration.
     */
    Kind kind() {
        CScanner scanner = new CScanner();
        before.codePoints().forEach(scanner::accept);
        if (scanner.region() != Region.CODE) {
            return scanner.isInLiteral() ? Kind.STRING : Kind.COMMENT;
        }
        if (scanner.braceDepth() == 0) {
            return Kind.OUTSIDE;
        }
        String end = before.substring(Math.max(0, before.length() - 200)); // its last words
        if (MEMBER.matcher(end).find()) {
            return Kind.MEMBER;
        }
        if (scanner.depth() > scanner.braceDepth()) {
            return Kind.ARGUMENT;
        }
        return STATEMENT.matcher(end).find() ? Kind.STATEMENT : Kind.EXPRESSION;
    }

    private static String rest(String file, int position) {
        return file.substring(position, lineEnd(file, position)).stripTrailing();
    }

    private static int lineEnd(String file, int position) {
        int lineFeed = file.indexOf('\n', position);
        return lineFeed < 0 ? file.length() : lineFeed;
    }
}
