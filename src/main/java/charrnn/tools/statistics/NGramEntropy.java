package charrnn.tools.statistics;

import charrnn.corpus.EncodedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How uncertain a character is to somebody who knows those before it: the entropy of an n-gram less that of an
 * (n-1)-gram (Shannon 1951, "Prediction and entropy of printed English").
 *
 * @param n characters of the n-gram: n - 1 are known
 * @param bits per character
 */
public record NGramEntropy(int n, double bits) {
    /** Most characters that are looked at. */
    static final int SAMPLE = 1 << 23;

    private static final int MOST = 5;

    /** For n = 1, 2 ... on the first characters of a text; its files are shuffled. */
    static List<NGramEntropy> of(EncodedText text, int symbols) {
        int[] sample = text.read(0, (int) Math.min(SAMPLE, text.length()));
        long[] keys = new long[sample.length];
        List<NGramEntropy> entropies = new ArrayList<>();
        double before = 0;
        for (int n = 1; n <= MOST && n <= sample.length && Math.pow(symbols, n) < Long.MAX_VALUE; n++) {
            double bits = entropy(keys(sample, n, symbols, keys), sample.length - n + 1);
            entropies.add(new NGramEntropy(n, bits - before));
            before = bits;
        }
        return entropies;
    }

    private static long[] keys(int[] sample, int n, int symbols, long[] keys) {
        for (int i = 0; i + n <= sample.length; i++) {
            long key = 0;
            for (int j = i; j < i + n; j++) {
                key = key * symbols + sample[j];
            }
            keys[i] = key;
        }
        return keys;
    }

    private static double entropy(long[] keys, int count) {
        Arrays.sort(keys, 0, count);
        double sum = 0;
        for (int from = 0, to = 1; to <= count; to++) {
            if (to == count || keys[to] != keys[from]) {
                sum += (to - from) * Math.log(to - from);
                from = to;
            }
        }
        return (Math.log(count) - sum / count) / Math.log(2);
    }
}
