package charrnn.tools.score;

import charrnn.tools.score.Lexer.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Histograms of a text's layout and words.
 *
 * @param lineLengths number of lines by columns, [41]; bins of 4 columns, the last from 160
 * @param indentation number of non-blank lines by columns of indentation, [21]; bins of 4 columns, the last from 80
 * @param identifierLengths number of identifiers by characters, [33]; the last bin from 32
 * @param words number of occurrences of each keyword, then of identifiers, [keywords + 1]
 */
record StyleStatistics(long[] lineLengths, long[] indentation, long[] identifierLengths, long[] words) {
    private static final int TAB = 8;
    private static final int COLUMNS_PER_BIN = 4;

    static StyleStatistics none() {
        return new StyleStatistics(new long[41], new long[21], new long[33], new long[Lexer.KEYWORDS.size() + 1]);
    }

    /** The statistics of a text. */
    static StyleStatistics of(String text) {
        StyleStatistics style = none();
        text.lines().forEach(style::countLine);
        new Lexer(text)
                .tokens.stream()
                        .filter(token -> token.kind() == Kind.WORD)
                        .forEach(token -> style.countWord(token.text(text)));
        return style;
    }

    private void countLine(String line) {
        int columns = 0;
        int indent = -1;
        for (int i = 0; i < line.length(); i++) {
            if (indent < 0 && !Character.isWhitespace(line.charAt(i))) {
                indent = columns;
            }
            columns = line.charAt(i) == '\t' ? (columns / TAB + 1) * TAB : columns + 1;
        }
        count(lineLengths, columns / COLUMNS_PER_BIN);
        if (indent >= 0) {
            count(indentation, indent / COLUMNS_PER_BIN);
        }
    }

    private void countWord(String word) {
        int keyword = Lexer.KEYWORDS.indexOf(word);
        if (keyword < 0) {
            count(identifierLengths, word.length());
        }
        words[keyword < 0 ? words.length - 1 : keyword]++;
    }

    private static void count(long[] bins, int bin) {
        bins[Math.min(bin, bins.length - 1)]++;
    }

    /** Adds the counts of another text. */
    void add(StyleStatistics other) {
        for (int i = 0; i < all().size(); i++) {
            long[] sum = all().get(i);
            long[] more = other.all().get(i);
            Arrays.setAll(sum, bin -> sum[bin] + more[bin]);
        }
    }

    private List<long[]> all() {
        return List.of(lineLengths, indentation, identifierLengths, words);
    }

    /**
     * The Jensen-Shannon divergence between each histogram and that of another text (Lin 1991, "Divergence measures based
     * on the Shannon entropy", section 4).
     *
     * @return [4] in the order of the components: bits, 0 for equal and 1 for disjoint histograms, NaN if one is empty
     */
    double[] divergences(StyleStatistics other) {
        return IntStream.range(0, all().size())
                .mapToDouble(i -> divergence(all().get(i), other.all().get(i)))
                .toArray();
    }

    private static double divergence(long[] first, long[] second) {
        double firstSum = LongStream.of(first).sum();
        double secondSum = LongStream.of(second).sum();
        double bits = 0;
        for (int i = 0; i < first.length; i++) {
            double p = first[i] / firstSum;
            double q = second[i] / secondSum;
            bits += (part(p, (p + q) / 2) + part(q, (p + q) / 2)) / 2;
        }
        return bits;
    }

    private static double part(double p, double mean) {
        return p == 0 ? 0 : p * Math.log(p / mean) / Math.log(2);
    }
}
