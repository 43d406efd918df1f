package charrnn.tools.complete;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.sample.LogProbabilities;
import charrnn.sample.LogitsProcessor;
import charrnn.sample.LogitsProcessors;
import charrnn.tools.adapt.ContextMixer;
import charrnn.tools.complete.CompletionText.Next;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A completion that is being generated, by a stream of a network and a continuation of what a cache has read. */
final class Candidate {
    private static final LogitsProcessor TEMPERATURE = LogitsProcessors.temperature(0.6);
    private static final double SUFFIX_WEIGHT = 0.5; // in the score; 1 is the weight of the candidate itself

    private final LanguageModel network;
    private final ContextMixer cache;
    private final ContextMixer.Continuation continuation;
    private final CompletionText text;
    private final boolean greedy;
    private int stream;
    private int last; // the character that the stream reads next, until the candidate ends
    private Next next = Next.MORE; // what follows it
    private final List<Double> scores = new ArrayList<>(); // log-probabilities of the generated characters
    private double suffixScore; // mean log-probability of the text after the cursor

    /** @param greedy whether each character is the likeliest, and not drawn */
    Candidate(LanguageModel network, int stream, ContextMixer cache, CompletionText text, boolean greedy) {
        this.network = network;
        this.stream = stream;
        this.cache = cache;
        continuation = cache.branch();
        this.text = text;
        this.greedy = greedy;
    }

    String text() {
        return text.text();
    }

    /** The network's stream of this candidate, which has read all before {@link #last}. */
    int stream() {
        return stream;
    }

    /** The character that the stream reads next, until the candidate ends. */
    int last() {
        return last;
    }

    Next next() {
        return next;
    }

    private float[] logProbabilities() {
        return cache.logProbabilities(continuation, network.logProbabilities(stream));
    }

    Next generate(SplittableRandom random) {
        Vocabulary vocabulary = network.vocabulary();
        float[] logProbabilities = logProbabilities();
        float[] allowed = logProbabilities.clone();
        allowed[Vocabulary.UNKNOWN] = Float.NEGATIVE_INFINITY;
        if (text.isInLiteral()) {
            allowed[vocabulary.indexOf('\n')] = Float.NEGATIVE_INFINITY;
        }
        if (!greedy) {
            TEMPERATURE.apply(allowed);
        }
        int symbol = greedy ? LogProbabilities.likeliest(allowed) : LogProbabilities.draw(allowed, random);
        scores.add((double) logProbabilities[symbol]);
        next = text.accept(vocabulary.codePoint(symbol));
        add(symbol);
        return next;
    }

    /** Begins another line after the first one. */
    void beginLines() {
        next = text.beginLines();
        add(network.vocabulary().indexOf('\n'));
    }

    private void add(int symbol) {
        if (next == Next.MORE) {
            last = symbol;
            continuation.add(symbol);
        }
    }

    /** Copies the stream to another one, and uses that from now on. */
    void moveTo(int to) {
        network.copy(stream, to);
        stream = to;
    }

    /**
     * Adds a character of the text after the cursor to the score. Nothing can be generated afterwards. A candidate that has
     * generated the first characters itself is ahead by all of them but the last one, which its stream has not read.
     *
     * @param suffix the characters that the score reads
     * @param step number of earlier calls
     * @return the character that the stream has to read next
     */
    int addSuffix(int[] suffix, int step) {
        int ahead = Math.max(0, text.repeated() - 1);
        if (step == 0) {
            suffixScore = sum(written(), written() + Math.min(ahead, suffix.length)) / suffix.length;
        }
        if (step + ahead >= suffix.length) {
            return suffix[suffix.length - 1]; // the score is complete
        }
        int symbol = suffix[step + ahead];
        suffixScore += logProbabilities()[symbol] / suffix.length;
        continuation.add(symbol);
        return symbol;
    }

    /** Number of generated characters without a copy of the text after the cursor. */
    private int written() {
        return scores.size() - text.repeated();
    }

    private double sum(int from, int to) {
        return scores.subList(from, to).stream().mapToDouble(score -> score).sum();
    }

    /** Mean log-probability of the candidate's characters plus half of that of the text after the cursor. */
    double score() {
        return sum(0, written()) / Math.max(1, written()) + SUFFIX_WEIGHT * suffixScore;
    }
}
