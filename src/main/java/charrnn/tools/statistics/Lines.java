package charrnn.tools.statistics;

import charrnn.corpus.Corpus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntConsumer;

/**
 * The lines of a corpus.
 *
 * @param count how many there are
 * @param longest the longest ones, each the longest of its file, the longest first
 */
public record Lines(long count, List<Line> longest) {
    private static final int MOST = 10;
    private static final Comparator<Line> BY_LENGTH =
            Comparator.comparingLong(Line::chars).thenComparing(Line::file, Comparator.reverseOrder());

    /**
     * A line.
     *
     * @param file the file
     * @param line its number there, from 1
     * @param chars its characters, the line end not included
     */
    public record Line(String file, long line, long chars) {}

    static Lines of(Corpus corpus) {
        int newline = corpus.vocabulary().indexOf('\n');
        Map<String, Long> before = new HashMap<>();
        PriorityQueue<Line> longest = new PriorityQueue<>(BY_LENGTH);
        long count = 0;
        for (PlacedPiece piece : PlacedPiece.of(corpus)) {
            String file = piece.piece().file();
            Scan scan = new Scan(newline, before.getOrDefault(file, 0L));
            piece.read(scan);
            count += scan.lines();
            before.put(file, scan.line);
            longest.add(new Line(file, scan.longestLine, scan.longest));
            if (longest.size() > MOST) {
                longest.remove();
            }
        }
        List<Line> sorted = new ArrayList<>(longest);
        sorted.sort(BY_LENGTH.reversed());
        return new Lines(count, sorted);
    }

    private static final class Scan implements IntConsumer {
        private final int newline;
        private final long before;
        private long line;
        private long chars;
        private long longest;
        private long longestLine;

        /** @param before lines of the file that went before */
        Scan(int newline, long before) {
            this.newline = newline;
            this.before = before;
            this.line = before;
            this.longestLine = before + 1;
        }

        @Override
        public void accept(int symbol) {
            if (symbol == newline) {
                line++;
                chars = 0;
            } else if (++chars > longest) {
                longest = chars;
                longestLine = line + 1;
            }
        }

        /** A line without an end counts too. */
        long lines() {
            return line - before + (chars > 0 ? 1 : 0);
        }
    }
}
