package charrnn.tools.complete;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.sample.LogitsProcessor;
import charrnn.sample.Sampler;
import charrnn.tools.adapt.ContextMixer;
import charrnn.tools.complete.CompletionText.Next;
import java.util.SplittableRandom;

/** A completion that is being generated, by a stream of a network and a continuation of what a cache has read. */
final class Candidate {
    private static final double SUFFIX_WEIGHT = 0.5; // in the score; 1 is the weight of the candidate itself

    final ContextMixer.Continuation continuation;
    final CompletionText text;
    private final LanguageModel network;
    private int stream;
    private int last; // the last character, which the stream has not read
    private Next next = Next.MORE;
    private int generated;
    private double sum; // of their log-probabilities
    private double suffixScore; // mean log-probability of the text after the cursor

    Candidate(LanguageModel network, int stream, ContextMixer.Continuation continuation, CompletionText text) {
        this.network = network;
        this.stream = stream;
        this.continuation = continuation;
        this.text = text;
    }

    /** The network's stream that has read all of the candidate except its last character. */
    int stream() {
        return stream;
    }

    /** The last character, which the stream has to read next. */
    int last() {
        return last;
    }

    /** What follows the last character. */
    Next next() {
        return next;
    }

    /**
     * Generates a character.
     *
     * @param cache predicts it together with the network
     * @param processor applied to the log-probabilities before a character is drawn
     */
    Next generate(ContextMixer cache, LogitsProcessor processor, Sampler sampler, SplittableRandom random) {
        Vocabulary vocabulary = network.vocabulary();
        float[] logProbabilities = cache.logProbabilities(continuation, network.logProbabilities(stream));
        float[] allowed = logProbabilities.clone();
        allowed[Vocabulary.UNKNOWN] = Float.NEGATIVE_INFINITY;
        if (text.isInLiteral()) {
            allowed[vocabulary.indexOf('\n')] = Float.NEGATIVE_INFINITY;
        }
        processor.apply(allowed);
        int symbol = sampler.sample(allowed, random);
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

    /** Adds to the mean log-probability of the text after the cursor. */
    void addToSuffixScore(double nats) {
        suffixScore += nats;
    }

    /** Mean log-probability of the candidate's characters plus half of that of the text after the cursor. */
    double score() {
        return sum / Math.max(1, generated) + SUFFIX_WEIGHT * suffixScore;
    }
}
