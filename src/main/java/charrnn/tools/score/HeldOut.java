package charrnn.tools.score;

import java.util.ArrayList;
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
        List<Integer> starts = new ArrayList<>(List.of(0));
        starts.addAll(new Nesting(file).starts);
        Stream.Builder<String> pieces = Stream.builder();
        int end = 0;
        for (int start : starts) {
            if (start < end) {
                continue;
            }
            String rest = start == 0 ? file : file.substring(start).stripLeading();
            if (rest.codePointCount(0, (int) Math.min(rest.length(), 2L * length)) < length) {
                break;
            }
            String piece = rest.substring(0, rest.offsetByCodePoints(0, length));
            pieces.add(piece);
            end = file.length() - rest.length() + piece.length();
        }
        return pieces.build();
    }
}
