package charrnn.evaluate.score;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Pieces of real code that are as samples are: they begin at the top level and end where their length is used up. */
public final class HeldOut {
    private HeldOut() {}

    /**
     * Cuts files into pieces that do not overlap, and chooses some, evenly spread over all. What is left of a file in the end
     * is shorter and left out.
     *
     * @param files their texts
     * @param length characters of each piece
     * @param count how many pieces, at most
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
        List<Integer> starts = Structure.of(file).starts();
        int start = 0;
        for (int next = 0; start + length <= file.length(); ) {
            pieces.add(file.substring(start, start + length));
            while (next < starts.size() && starts.get(next) < start + length) {
                next++;
            }
            start = next < starts.size() ? afterSpace(file, starts.get(next)) : file.length();
        }
        return pieces.build();
    }

    private static int afterSpace(String file, int from) {
        int at = from;
        while (at < file.length() && Character.isWhitespace(file.charAt(at))) {
            at++;
        }
        return at;
    }
}
