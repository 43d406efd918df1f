package charrnn.tools.statistics;

import charrnn.corpus.Corpus;
import charrnn.corpus.EncodedText;
import charrnn.corpus.Split.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A corpus in numbers.
 *
 * @param lines its lines
 * @param symbols the vocabulary, the most frequent symbol first
 * @param entropies bits per character given the 0, 1, 2 ... characters before it, in the training text
 * @param sampled number of characters that the entropies were measured on
 */
public record CorpusStatistics(LineStatistics lines, List<Symbol> symbols, List<Double> entropies, long sampled) {
    /** Most characters that entropies are measured on. */
    private static final int SAMPLE = 1 << 23;

    private static final int LONGEST_NGRAM = 5;

    /**
     * A symbol of the vocabulary.
     *
     * @param codePoint the character; U+FFFD stands for all that have no symbol of their own
     * @param count how often it occurs in the whole corpus
     */
    public record Symbol(int codePoint, long count) {}

    /** Reads a corpus once. */
    public static CorpusStatistics of(Corpus corpus) {
        return new CorpusStatistics(
                LineStatistics.of(corpus),
                symbols(corpus),
                entropies(corpus.train(), corpus.vocabulary().size()),
                Math.min(SAMPLE, corpus.train().length()));
    }

    private static List<Symbol> symbols(Corpus corpus) {
        long[] counts = new long[corpus.vocabulary().size()];
        for (Part part : Part.values()) {
            long[] some = corpus.text(part).counts();
            Arrays.setAll(counts, i -> counts[i] + some[i]);
        }
        return IntStream.range(0, counts.length)
                .mapToObj(i -> new Symbol(corpus.vocabulary().codePoint(i), counts[i]))
                .sorted(Comparator.comparingLong(Symbol::count).reversed())
                .toList();
    }

    /**
     * The entropy of an n-gram less that of an (n-1)-gram, n = 1, 2 ... (Shannon 1951, "Prediction and entropy of printed
     * English"), on the first characters of a text; its files are shuffled.
     */
    static List<Double> entropies(EncodedText text, int symbols) {
        int[] sample = text.read(0, (int) Math.min(SAMPLE, text.length()));
        long[] ngrams = new long[sample.length];
        List<Double> entropies = new ArrayList<>();
        double before = 0;
        for (int n = 1; n <= LONGEST_NGRAM && n <= sample.length && Math.pow(symbols, n) < Long.MAX_VALUE; n++) {
            int count = sample.length - n + 1;
            for (int i = 0; i < count; i++) {
                long ngram = 0;
                for (int j = i; j < i + n; j++) {
                    ngram = ngram * symbols + sample[j];
                }
                ngrams[i] = ngram;
            }
            double bits = entropy(ngrams, count);
            entropies.add(bits - before);
            before = bits;
        }
        return entropies;
    }

    /** Entropy in bits of the distribution of the first {@code count} values, which are sorted on the way. */
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
}
