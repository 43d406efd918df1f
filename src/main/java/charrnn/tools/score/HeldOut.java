package charrnn.tools.score;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Cuts held-out code into pieces that begin at the top level and have the length of a sample. */
public final class HeldOut {
    private HeldOut() {}

    /**
     * Cuts files into pieces that do not overlap, and chooses some at even distances. The rest of a file that is too short
     * for a piece is left out.
     *
     * @param files the texts of the files
     * @param length number of characters of each piece
     * @param count maximum number of pieces
     */
    public static List<String> pieces(List<String> files, int length, int count) {
        List<String> all = files.stream().flatMap(file -> pieces(file, length)).toList();
        int chosen = Math.min(count, all.size());
        return IntStream.range(0, chosen)
                .mapToObj(i -> all.get((int) ((long) i * all.size() / chosen)))
                .toList();
    }

    private static Stream<String> pieces(String file, int length) {
        Stream.Builder<String> pieces = Stream.builder();
        List<Integer> starts = Nesting.of(file).starts();
        int start = 0;
        int next = 0;
        for (int end = after(file, start, length); end > 0; end = after(file, start, length)) {
            pieces.add(file.substring(start, end));
            while (next < starts.size() && starts.get(next) < end) {
                next++;
            }
            start = next < starts.size() ? afterSpace(file, starts.get(next)) : file.length();
        }
        return pieces.build();
    }

    /** The offset after a number of characters; 0 if the file has fewer. */
    private static int after(String file, int from, int characters) {
        int at = from;
        for (int i = 0; i < characters; i++) {
            if (at == file.length()) {
                return 0;
            }
            at += Character.charCount(file.codePointAt(at));
        }
        return at;
    }

    private static int afterSpace(String file, int from) {
        int at = from;
        while (at < file.length() && Character.isWhitespace(file.charAt(at))) {
            at++;
        }
        return at;
    }
}
