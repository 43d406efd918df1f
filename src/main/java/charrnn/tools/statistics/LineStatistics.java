package charrnn.tools.statistics;

import charrnn.corpus.Corpus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines of a corpus.
 *
 * @param count how many there are
 * @param longest the longest ones, each the longest of its file, the longest first
 */
public record LineStatistics(long count, List<Line> longest) {
    private static final int MOST = 10;

    /**
     * A line.
     *
     * @param file the file
     * @param line its number there, from 1
     * @param chars its characters, the line end not included
     */
    public record Line(String file, long line, long chars) {}

    static LineStatistics of(Corpus corpus) {
        int newline = corpus.vocabulary().indexOf('\n');
        Map<String, Long> linesBefore = new HashMap<>();
        List<Line> longest = new ArrayList<>();
        long count = 0;
        for (PlacedPiece piece : PlacedPiece.of(corpus)) {
            String file = piece.piece().file();
            Scan scan = new Scan(newline, linesBefore.getOrDefault(file, 0L));
            piece.read(scan::take);
            count += scan.lines();
            linesBefore.put(file, scan.line);
            longest.add(new Line(file, scan.longestLine, scan.longest));
        }
        longest.sort(Comparator.comparingLong(Line::chars).reversed().thenComparing(Line::file));
        return new LineStatistics(count, List.copyOf(longest.subList(0, Math.min(MOST, longest.size()))));
    }

    private static final class Scan {
        private final int newline;
        private final long before;
        private long line;
        private long chars;
        private long longest;
        private long longestLine;

        /** @param before lines of the file's earlier pieces */
        Scan(int newline, long before) {
            this.newline = newline;
            this.before = before;
            this.line = before;
            this.longestLine = before + 1;
        }

        void take(int symbol) {
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
