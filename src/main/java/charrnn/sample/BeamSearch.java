package charrnn.sample;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.sample.Samples.Sample;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Searches for the likeliest text as a whole, without randomness. Each step extends the {@code width} likeliest texts
 * by every symbol and keeps the {@code width} likeliest results. A text that has ended still counts as one of them.
 * The result is the text with the largest {@code log P / ((5 + length) / 6)^lengthPenalty} (Wu et al. 2016, "Google's
 * neural machine translation system", equation 14).
 *
 * @param width number of texts that are continued at a time, 1 or more; 1 is greedy decoding
 * @param lengthPenalty 0 or more; 0 prefers short texts, which are likelier. It has an effect only if texts may end
 *     before
 *     their maximum length
 */
public record BeamSearch(int width, double lengthPenalty) {
    public BeamSearch {
        if (width < 1) {
            throw new IllegalArgumentException("width is " + width + ", but must be 1 or more");
        }
        if (!(lengthPenalty >= 0 && lengthPenalty < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("length penalty is " + lengthPenalty + ", but must be 0 or more");
        }
    }

    /**
     * Searches for the likeliest text and delivers it as one sample.
     *
     * @param model has no streams, before and afterwards
     * @param length maximum number of characters
     * @param stop ends a text and is not part of it; empty for none
     */
    public void search(
            LanguageModel model,
            LogitsProcessorFactory processors,
            String prime,
            int length,
            String stop,
            Samples.Listener listener) {
        Search search = new Search(this, model, length, stop.codePoints().toArray());
        if (length > 0) {
            search.begin(prime, processors.create(prime, length));
        }
        while (!search.beams.isEmpty()) {
            search.step();
        }
        StringBuilder text = new StringBuilder();
        search.best.forEach(token -> text.appendCodePoint(token.codePoint()));
        if (!search.best.isEmpty()) {
            listener.accept(search.best);
        }
        double bits = search.best.stream().mapToDouble(Token::bits).sum();
        listener.complete(new Sample(0, OptionalLong.empty(), text.toString(), search.reason, bits));
    }

    /** The score by which texts of different lengths are compared; larger is better. */
    double score(double logProbability, int length) {
        return logProbability / Math.pow((5.0 + length) / 6, lengthPenalty);
    }

    /**
     * A text as a linked list from its last character back, so that texts share their common beginning.
     *
     * @param before all but the last character; null if there is only one
     */
    private record Hypothesis(@Nullable Hypothesis before, Token last) {
        boolean endsWith(int[] end) {
            Hypothesis rest = this;
            for (int i = end.length - 1; i >= 0; i--) {
                if (rest == null || rest.last.codePoint() != end[i]) {
                    return false;
                }
                rest = rest.before;
            }
            return true;
        }

        /** All tokens without the last {@code dropped} ones. */
        List<Token> tokens(int dropped) {
            Deque<Token> tokens = new ArrayDeque<>();
            for (Hypothesis rest = this; rest != null; rest = rest.before) {
                tokens.addFirst(rest.last);
            }
            return List.copyOf(tokens).subList(0, tokens.size() - dropped);
        }
    }

    /** A text that is being continued, and the stream that has read it. */
    private static final class Beam {
        private final LogitsProcessor processor;
        private final @Nullable Hypothesis text;
        private final int index; // vocabulary index of its last character
        private final double logProbability; // after the processors
        private int stream;

        Beam(LogitsProcessor processor, @Nullable Hypothesis text, int index, double logProbability, int stream) {
            this.processor = processor;
            this.text = text;
            this.index = index;
            this.logProbability = logProbability;
            this.stream = stream;
        }
    }

    /** A possible continuation of a text by a character. */
    private record Continuation(Beam from, int index, double logProbability) {}

    /** The state of a search. */
    private static final class Search {
        private final BeamSearch options;
        private final LanguageModel model;
        private final int length;
        private final int[] stop;
        private List<Beam> beams = new ArrayList<>();
        private int generated;
        private int ended;
        private List<Token> best = List.of();
        private FinishReason reason = FinishReason.LENGTH;
        private double bestScore = Double.NEGATIVE_INFINITY;

        Search(BeamSearch options, LanguageModel model, int length, int[] stop) {
            this.options = options;
            this.model = model;
            this.length = length;
            this.stop = stop;
        }

        void begin(String prime, LogitsProcessor processor) {
            beams.add(new Beam(processor, null, 0, 0, model.add()));
            for (int index : GeneratedText.prime(model.vocabulary(), processor, prime)) {
                model.step(index);
            }
        }

        /** Continues each text by a character, and keeps the likeliest results. */
        void step() {
            generated++;
            List<Beam> next = new ArrayList<>();
            for (Continuation continuation : continuations()) {
                Beam beam = continued(continuation);
                if (!hasEnded(beam)) {
                    next.add(beam);
                }
            }
            assignStreams(next);
            beams = next;
            if (!next.isEmpty()) {
                int[] indices = new int[next.size()];
                next.forEach(beam -> indices[beam.stream] = beam.index);
                model.step(indices);
            }
        }

        private List<Continuation> continuations() {
            List<Continuation> continuations = new ArrayList<>();
            for (Beam beam : beams) {
                float[] logProbabilities = model.logProbabilities(beam.stream).clone();
                logProbabilities[Vocabulary.UNKNOWN] = Float.NEGATIVE_INFINITY;
                LogProbabilities.max(logProbabilities); // throws if the model is broken
                beam.processor.apply(logProbabilities);
                int[] ranking = LogProbabilities.ranking(logProbabilities);
                for (int rank = 0; rank < Math.min(options.width, ranking.length); rank++) {
                    float nats = logProbabilities[ranking[rank]];
                    if (nats != Float.NEGATIVE_INFINITY) {
                        continuations.add(new Continuation(beam, ranking[rank], beam.logProbability + nats));
                    }
                }
            }
            continuations.sort(
                    Comparator.comparingDouble(Continuation::logProbability).reversed());
            return continuations.subList(0, Math.min(options.width - ended, continuations.size()));
        }

        private Beam continued(Continuation continuation) {
            Beam from = continuation.from;
            LogitsProcessor processor = from.processor.copy();
            processor.accept(continuation.index);
            Token token = Token.of(
                    model.vocabulary(),
                    model.vocabulary().codePoint(continuation.index),
                    continuation.index,
                    model.logProbabilities(from.stream),
                    0);
            return new Beam(
                    processor,
                    new Hypothesis(from.text, token),
                    continuation.index,
                    continuation.logProbability,
                    from.stream);
        }

        private boolean hasEnded(Beam beam) {
            boolean stopped = stop.length > 0 && beam.text != null && beam.text.endsWith(stop);
            if (!stopped && !beam.processor.isComplete() && generated < length) {
                return false;
            }
            ended++;
            double score = options.score(beam.logProbability, generated);
            if (score > bestScore && beam.text != null) {
                bestScore = score;
                best = beam.text.tokens(stopped ? stop.length : 0);
                boolean complete = beam.processor.isComplete() && !beam.processor.isClosedEarly();
                reason = stopped ? FinishReason.STOP : complete ? FinishReason.UNTIL : FinishReason.LENGTH;
            }
            return true;
        }

        /**
         * Gives each text a stream of its own with the state of its beginning's stream, and removes all other streams.
         */
        private void assignStreams(List<Beam> next) {
            boolean[] taken = new boolean[model.size()];
            List<Beam> without = new ArrayList<>();
            for (Beam beam : next) {
                if (taken[beam.stream]) {
                    without.add(beam);
                }
                taken[beam.stream] = true;
            }
            Deque<Integer> free = new ArrayDeque<>(); // in descending order
            for (int stream = 0; stream < taken.length; stream++) {
                if (!taken[stream]) {
                    free.push(stream);
                }
            }
            for (Beam beam : without) {
                int stream = free.isEmpty() ? model.add() : free.pop();
                model.copy(beam.stream, stream);
                beam.stream = stream;
            }
            free.forEach(stream -> remove(stream, next));
        }

        private void remove(int stream, List<Beam> next) {
            model.remove(stream);
            int last = model.size(); // this stream has taken the number of the removed one
            next.stream().filter(beam -> beam.stream == last).forEach(beam -> beam.stream = stream);
        }
    }
}
