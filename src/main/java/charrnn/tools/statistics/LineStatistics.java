package charrnn.tools.statistics;

import charrnn.corpus.Corpus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The number of lines and the longest lines of a corpus.
 *
 * @param count number of lines
 * @param longest the ten longest lines, at most one of each piece of a file, in descending order
 */
public record LineStatistics(long count, List<Line> longest) {
    private static final int MAX_LINES = 10;

    /**
     * A line.
     *
     * @param file name of its file
     * @param line its number in the file, from 1
     * @param chars number of its characters without the line end
     */
    public record Line(String file, long line, long chars) {}

    static LineStatistics of(Corpus corpus) {
        int newline = corpus.vocabulary().indexOf('\n');
        Map<String, Long> linesBefore = new HashMap<>();
        List<Line> longest = new ArrayList<>();
        long count = 0;
        for (PlacedPiece piece : PlacedPiece.of(corpus)) {
            String file = piece.piece().file();
            long before = linesBefore.getOrDefault(file, 0L);
            PieceScan scan = new PieceScan(newline);
            piece.read(scan::accept);
            count += scan.lines + (scan.chars > 0 ? 1 : 0); // a last line without a line end
            linesBefore.put(file, before + scan.lines);
            longest.add(new Line(file, before + scan.longestLine, scan.longest));
        }
        longest.sort(Comparator.comparingLong(Line::chars).reversed().thenComparing(Line::file));
        return new LineStatistics(count, List.copyOf(longest.subList(0, Math.min(MAX_LINES, longest.size()))));
    }

    private static final class PieceScan {
        private final int newline;
        private long lines;
        private long chars;
        private long longest;
        private long longestLine = 1;

        PieceScan(int newline) {
            this.newline = newline;
        }

        void accept(int symbol) {
            if (symbol == newline) {
                lines++;
                chars = 0;
            } else if (++chars > longest) {
                longest = chars;
                longestLine = lines + 1;
            }
        }
    }
}
