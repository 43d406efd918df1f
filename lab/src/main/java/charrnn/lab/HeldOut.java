package charrnn.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Cuts held-out code into pieces that begin at the top level and have the length of a sample. */
final class HeldOut {
    private HeldOut() {}

    /**
     * Cuts files into pieces that do not overlap, and chooses evenly spaced ones. The end of a file is left out if
     * it is shorter than a piece.
     *
     * @param length number of characters of each piece
     * @param count maximum number of pieces
     */
    static List<String> pieces(List<String> files, int length, int count) {
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
            int begin = start;
            while (start > 0 && begin < file.length() && Character.isWhitespace(file.charAt(begin))) {
                begin++;
            }
            if (file.codePointCount(begin, (int) Math.min(file.length(), begin + 2L * length)) < length) {
                break;
            }
            end = file.offsetByCodePoints(begin, length);
            pieces.add(file.substring(begin, end));
        }
        return pieces.build();
    }
}
