package charrnn.tools.statistics;

import charrnn.corpus.Corpus;
import charrnn.corpus.Split.Part;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A corpus in numbers.
 *
 * @param lines its lines
 * @param symbols the vocabulary, the most frequent symbol first
 * @param entropies of n-grams, n = 1, 2 ... in the training text
 * @param sampled characters that those were measured on
 */
public record CorpusStatistics(Lines lines, List<Symbol> symbols, List<NGramEntropy> entropies, long sampled) {

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
                Lines.of(corpus),
                symbols(corpus),
                NGramEntropy.of(corpus.train(), corpus.vocabulary().size()),
                Math.min(NGramEntropy.SAMPLE, corpus.train().length()));
    }

    private static List<Symbol> symbols(Corpus corpus) {
        long[] counts = new long[corpus.vocabulary().size()];
        for (Part part : Part.values()) {
            long[] some = corpus.text(part).counts();
            IntStream.range(0, some.length).forEach(i -> counts[i] += some[i]);
        }
        return IntStream.range(0, counts.length)
                .mapToObj(i -> new Symbol(corpus.vocabulary().codePoint(i), counts[i]))
                .sorted(Comparator.comparingLong(Symbol::count).reversed())
                .toList();
    }
}
