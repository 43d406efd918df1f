package charrnn.tools.statistics;

import charrnn.corpus.Corpus;
import charrnn.corpus.EncodedText;
import charrnn.corpus.Split.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Line counts, symbol frequencies and entropies of a corpus.
 *
 * @param lines number of lines and the longest ones
 * @param symbols the vocabulary in descending order of frequency
 * @param entropies conditional entropy of a character in the training text, in bits, given the 0, 1, 2, … previous ones
 * @param sampled number of characters on which the entropies are measured
 */
record CorpusStatistics(Lines lines, List<Symbol> symbols, List<Double> entropies, long sampled) {
    private static final int MAX_SAMPLED = 1 << 23; // characters on which entropies are measured
    private static final int MAX_NGRAM = 5;
    private static final int MAX_LONGEST = 10;

    /**
     * A symbol of the vocabulary.
     *
     * @param codePoint the character; U+FFFD stands for all characters without a symbol of their own
     * @param count number of its occurrences in the whole corpus
     */
    record Symbol(int codePoint, long count) {}

    /** Computes the statistics of a corpus. */
    static CorpusStatistics of(Corpus corpus) {
        return new CorpusStatistics(
                Lines.of(corpus),
                symbols(corpus),
                entropies(corpus.train(), corpus.vocabulary().size()),
                Math.min(MAX_SAMPLED, corpus.train().length()));
    }

    private static List<Symbol> symbols(Corpus corpus) {
        long[] counts = new long[corpus.vocabulary().size()];
        for (Part part : Part.values()) {
            long[] ofPart = corpus.text(part).counts();
            Arrays.setAll(counts, i -> counts[i] + ofPart[i]);
        }
        return IntStream.range(0, counts.length)
                .mapToObj(i -> new Symbol(corpus.vocabulary().codePoint(i), counts[i]))
                .sorted(Comparator.comparingLong(Symbol::count).reversed())
                .toList();
    }

    /**
     * Measures the entropy of n-grams minus that of (n-1)-grams, n = 1, 2, …, on the first characters of a text
     * (Shannon 1951, "Prediction and entropy of printed English").
     */
    static List<Double> entropies(EncodedText text, int symbols) {
        int[] sample = text.read(0, (int) Math.min(MAX_SAMPLED, text.length()));
        long[] ngrams = new long[sample.length];
        List<Double> entropies = new ArrayList<>();
        double previous = 0;
        for (int n = 1; n <= MAX_NGRAM && n <= sample.length && Math.pow(symbols, n) < Long.MAX_VALUE; n++) {
            int count = sample.length - n + 1;
            for (int i = 0; i < count; i++) {
                long ngram = 0;
                for (int j = i; j < i + n; j++) {
                    ngram = ngram * symbols + sample[j];
                }
                ngrams[i] = ngram;
            }
            double bits = entropy(ngrams, count);
            entropies.add(bits - previous);
            previous = bits;
        }
        return entropies;
    }

    /** Sorts the first {@code count} values and computes the entropy of their distribution, in bits. */
    private static double entropy(long[] values, int count) {
        Arrays.sort(values, 0, count);
        double sum = 0;
        for (int from = 0, to = 1; to <= count; to++) {
            if (to == count || values[to] != values[from]) {
                sum += (to - from) * Math.log(to - from);
                from = to;
            }
        }
        return (Math.log(count) - sum / count) / Math.log(2);
    }

    /**
     * The number of lines and the longest lines of a corpus.
     *
     * @param count number of lines
     * @param longest the ten longest lines, at most one of each piece of a file, in descending order
     */
    record Lines(long count, List<Line> longest) {
        /**
         * A line of a file.
         *
         * @param line its number, from 1
         * @param chars number of its characters without the line end
         */
        record Line(String file, long line, long chars) {}

        static Lines of(Corpus corpus) {
            int newline = corpus.vocabulary().indexOf('\n');
            Map<String, Long> linesBefore = new HashMap<>();
            List<Line> longest = new ArrayList<>();
            long count = 0;
            for (PlacedPiece piece : PlacedPiece.of(corpus)) {
                String file = piece.piece().file();
                long before = linesBefore.getOrDefault(file, 0L);
                PieceScan scan = new PieceScan();
                piece.read(symbol -> scan.accept(symbol == newline));
                count += scan.lines + (scan.chars > 0 ? 1 : 0); // a last line without a line end
                linesBefore.put(file, before + scan.lines);
                longest.add(new Line(file, before + scan.longestLine, scan.longest));
            }
            longest.sort(Comparator.comparingLong(Line::chars).reversed().thenComparing(Line::file));
            return new Lines(count, longest.stream().limit(MAX_LONGEST).toList());
        }

        private static final class PieceScan {
            private long lines;
            private long chars; // of the last line
            private long longest;
            private long longestLine = 1;

            void accept(boolean newline) {
                if (newline) {
                    lines++;
                    chars = 0;
                } else if (++chars > longest) {
                    longest = chars;
                    longestLine = lines + 1;
                }
            }
        }
    }
}
