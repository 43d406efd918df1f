package charrnn.tools.complete;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.sample.LogProbabilities;
import charrnn.sample.LogitsProcessor;
import charrnn.sample.LogitsProcessors;
import charrnn.tools.adapt.ContextMixer;
import charrnn.tools.complete.CompletionText.Next;
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
    private int last; // the last character, which the stream has not read
    private Next next = Next.MORE; // what follows it
    private int generated;
    private double sum; // of their log-probabilities
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

    /** The network's stream that has read all of the candidate except its last character. */
    int stream() {
        return stream;
    }

    /** The last character, which the stream has to read next. */
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
        generated++;
        sum += logProbabilities[symbol];
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
     * Adds a character of the text after the cursor to the score; the stream has to read it next. Nothing can be
     * generated afterwards.
     *
     * @param length number of characters that the score reads
     */
    void addSuffix(int symbol, int length) {
        suffixScore += logProbabilities()[symbol] / length;
        continuation.add(symbol);
    }

    /** Mean log-probability of the candidate's characters plus half of that of the text after the cursor. */
    double score() {
        return sum / Math.max(1, generated) + SUFFIX_WEIGHT * suffixScore;
    }
}
