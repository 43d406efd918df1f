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
 * The statistics of a corpus.
 *
 * @param lines statistics of the lines
 * @param symbols the vocabulary in descending order of frequency
 * @param entropies conditional entropy of a character in the training text, in bits, given the 0, 1, 2 ... previous ones
 * @param sampled number of characters on which the entropies were measured
 */
public record CorpusStatistics(LineStatistics lines, List<Symbol> symbols, List<Double> entropies, long sampled) {
    /** Largest number of characters on which entropies are measured. */
    private static final int MOST_SAMPLED = 1 << 23;

    private static final int LONGEST_NGRAM = 5;

    /**
     * A symbol of the vocabulary.
     *
     * @param codePoint the character; U+FFFD stands for all characters without a symbol of their own
     * @param count number of its occurrences in the whole corpus
     */
    public record Symbol(int codePoint, long count) {}

    /** Computes the statistics of a corpus. */
    public static CorpusStatistics of(Corpus corpus) {
        return new CorpusStatistics(
                LineStatistics.of(corpus),
                symbols(corpus),
                entropies(corpus.train(), corpus.vocabulary().size()),
                Math.min(MOST_SAMPLED, corpus.train().length()));
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
     * The difference between the entropies of n-grams and (n-1)-grams, for n = 1, 2 ... (Shannon 1951, "Prediction and entropy
     * of printed English"), of the first characters of a text, whose files are shuffled.
     */
    static List<Double> entropies(EncodedText text, int symbols) {
        int[] sample = text.read(0, (int) Math.min(MOST_SAMPLED, text.length()));
        long[] ngrams = new long[sample.length];
        List<Double> entropies = new ArrayList<>();
        double shorter = 0;
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
            entropies.add(bits - shorter);
            shorter = bits;
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
}
