package charrnn.lab;

import charrnn.corpus.EncodedText;
import charrnn.corpus.Vocabulary;
import charrnn.grammar.CharacterClass;
import charrnn.lab.CompletionResult.LineCompleter;
import charrnn.tools.complete.Suggestion;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Completes lines by an n-gram model of the project and of the file, to compare a network with: the most frequent character
 * after the longest context that occurs. A context has 8 characters at most with a vocabulary of 65 to 128 symbols, and fewer
 * with a larger one.
 */
final class NGrams {
    private static final int MAX_CHARS = 200; // of a suggestion

    private final Vocabulary vocabulary;
    private final int bits; // of a symbol
    private final int order; // characters of the longest context
    private final long[] project; // sorted n-grams of order + 1 characters, the first one in the highest bits

    private NGrams(EncodedText project, Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        bits = Integer.SIZE - Integer.numberOfLeadingZeros(vocabulary.size() - 1);
        order = (Long.SIZE - 1) / bits - 1;
        this.project = sorted(project.read(0, Math.toIntExact(project.length())));
    }

    static LineCompleter completer(EncodedText project, Vocabulary vocabulary) {
        NGrams model = new NGrams(project, vocabulary);
        return new LineCompleter("order-" + model.order + " model", model::start);
    }

    private Function<String, Suggestion> start(CursorPlace place) {
        long[] file = sorted(vocabulary.encode(place.before()), vocabulary.encode(place.after()));
        return typed -> complete(place.before() + typed, file);
    }

    private long[] sorted(int[]... texts) {
        long[] all = Arrays.stream(texts)
                .flatMapToLong(text ->
                        IntStream.range(order, text.length).mapToLong(last -> packed(text, last - order, last + 1)))
                .toArray();
        Arrays.parallelSort(all);
        return all;
    }

    private long packed(int[] text, int from, int to) {
        long symbols = 0;
        for (int i = from; i < to; i++) {
            symbols = symbols << bits | text[i];
        }
        return symbols;
    }

    private Suggestion complete(String known, long[] file) {
        StringBuilder text = new StringBuilder(known.substring(Math.max(0, known.length() - order)));
        int start = text.length();
        double[] logProbabilities = new double[MAX_CHARS + 2];
        double logProbability = 0;
        int next = 0;
        while (next != '\n' && text.length() - start < MAX_CHARS) {
            int[] counts = counts(vocabulary.encode(text.toString()), file);
            int likeliest = likeliest(counts);
            double all = Arrays.stream(counts).sum();
            boolean isInWord = text.length() > 0 && CharacterClass.isWord(text.charAt(text.length() - 1));
            double noWord = Suggestion.sumOutsideWords(vocabulary, symbol -> counts[symbol]) / all;
            logProbabilities[text.length() - start] = logProbability + (isInWord ? Math.log(noWord) : 0);
            next = vocabulary.codePoint(likeliest);
            if (next != '\n') {
                logProbability += Math.log(counts[likeliest] / all);
                text.appendCodePoint(next);
                logProbabilities[text.length() - start] = logProbability;
            }
        }
        return new Suggestion(text.substring(start), logProbabilities, next == '\n');
    }

    /** How often each symbol follows the longest context that occurs. */
    private int[] counts(int[] text, long[] file) {
        int[] counts = new int[vocabulary.size()];
        for (int length = Math.min(order, text.length); length >= 0; length--) {
            long context = packed(text, text.length - length, text.length);
            count(project, context, length, counts);
            count(file, context, length, counts);
            counts[Vocabulary.UNKNOWN] = 0;
            if (counts[likeliest(counts)] > 0) {
                return counts;
            }
        }
        counts[vocabulary.indexOf('\n')] = 1;
        return counts;
    }

    private static int likeliest(int[] counts) {
        int best = 0;
        for (int symbol = 1; symbol < counts.length; symbol++) {
            best = counts[symbol] > counts[best] ? symbol : best;
        }
        return best;
    }

    /** Adds how often each symbol follows a context. */
    private void count(long[] grams, long context, int length, int[] counts) {
        int shift = bits * (order - length); // of the symbol after the context
        int at = first(grams, context << bits + shift);
        int end = first(grams, (context + 1) << bits + shift);
        while (at < end) {
            long extended = grams[at] >>> shift;
            int next = first(grams, extended + 1 << shift);
            counts[(int) (extended & (1L << bits) - 1)] += next - at;
            at = next;
        }
    }

    /** Index of the first n-gram that is not below a bound; the bound's sign bit means above all. */
    private static int first(long[] grams, long bound) {
        if (bound < 0) {
            return grams.length;
        }
        int low = 0;
        int high = grams.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (grams[middle] < bound) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
