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
 * Symbol frequencies and entropies of a corpus.
 *
 * @param symbols the vocabulary in descending order of frequency
 * @param entropies conditional entropy of a character in the training text, in bits, given the 0, 1, 2, … previous ones
 * @param sampled number of characters on which the entropies are measured
 */
record CorpusStatistics(List<Symbol> symbols, List<Double> entropies, long sampled) {
    private static final int MAX_SAMPLED = 1 << 23; // characters on which entropies are measured
    private static final int MAX_NGRAM = 5;

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
                symbols(corpus),
                entropies(corpus.train(), corpus.vocabulary().size()),
                Math.min(MAX_SAMPLED, corpus.train().length()));
    }

    /** Number of line ends. */
    long lines() {
        return symbols.stream()
                .filter(symbol -> symbol.codePoint() == '\n')
                .mapToLong(Symbol::count)
                .sum();
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
}
