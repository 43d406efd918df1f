package charrnn.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A place in a file where a completion is measured. The rest of the cursor's line is what a user is about to type.
 *
 * @param before text before the cursor
 * @param rest rest of the cursor's line, without trailing white space
 * @param after text from the end of the cursor's line on: empty, or begins with a line feed
 */
record CursorPlace(String before, String rest, String after) {
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

    private static String rest(String file, int position) {
        return file.substring(position, lineEnd(file, position)).stripTrailing();
    }

    private static int lineEnd(String file, int position) {
        int lineFeed = file.indexOf('\n', position);
        return lineFeed < 0 ? file.length() : lineFeed;
    }
}
