package charrnn.tools.score;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Cuts held-out code into pieces that begin at the top level and have the length of a sample. */
public final class HeldOut {
    private HeldOut() {}

    /**
     * Cuts files into pieces that do not overlap, and chooses evenly spaced ones. The end of a file is left out if
     * it is shorter than a piece.
     *
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
        int end = addPiece(pieces, file, 0, length);
        for (int start : new Nesting(file).starts()) {
            if (start >= end) {
                end = addPiece(pieces, file, afterSpace(file, start), length);
            }
        }
        return pieces.build();
    }

    /** Adds a piece and returns its end; {@link Integer#MAX_VALUE} if the file is too short. */
    private static int addPiece(Stream.Builder<String> pieces, String file, int start, int length) {
        int end = start;
        for (int i = 0; i < length; i++) {
            if (end == file.length()) {
                return Integer.MAX_VALUE;
            }
            end += Character.charCount(file.codePointAt(end));
        }
        pieces.add(file.substring(start, end));
        return end;
    }

    private static int afterSpace(String file, int from) {
        int at = from;
        while (at < file.length() && Character.isWhitespace(file.charAt(at))) {
            at++;
        }
        return at;
    }
}
