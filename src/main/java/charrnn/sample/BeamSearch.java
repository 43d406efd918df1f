package charrnn.sample;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
import charrnn.sample.Samples.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Searches for the likeliest text as a whole, without randomness. Each step extends the {@code width} likeliest texts
 * by every symbol and keeps the {@code width} likeliest results. A text that has ended keeps its place among them.
 * The result is the text with the largest {@code log P / ((5 + length) / 6)^lengthPenalty} (Wu et al. 2016, "Google's
 * neural machine translation system", equation 14).
 *
 * @param width number of texts that are continued at a time, 1 or more; 1 is greedy decoding
 * @param lengthPenalty 0 or more; 0 prefers short texts, which are likelier. It has an effect only if texts may end
 *     before their maximum length
 */
public record BeamSearch(int width, double lengthPenalty) {
    /**
     * Searches for the likeliest text and delivers it as one sample.
     *
     * @param model has no streams before the search, and none after it
     * @param length maximum number of characters
     * @param stop string that ends a text and is not part of it; empty for none
     */
    public void search(
            LanguageModel model,
            LogitsProcessorFactory processors,
            String prime,
            int length,
            String stop,
            Samples.Listener listener) {
        Search search = new Search(model, length, stop);
        if (length > 0) {
            search.begin(prime, processors.create(prime, length));
        }
        while (!search.beams.isEmpty()) {
            search.step();
        }
        if (!search.best.isEmpty()) {
            listener.accept(search.best);
        }
        double bits = search.best.stream().mapToDouble(Token::bits).sum();
        listener.complete(new Sample(0, OptionalLong.empty(), Token.text(search.best), search.reason, bits));
    }

    /** The score by which texts of different lengths are compared; larger is better. */
    double score(double logProbability, int length) {
        return logProbability / Math.pow((5.0 + length) / 6, lengthPenalty);
    }

    /**
     * A text that is being continued.
     *
     * @param index vocabulary index of its last character
     * @param logProbability natural logarithm of its probability, after the processors
     */
    private record Beam(LogitsProcessor processor, List<Token> text, int index, double logProbability) {}

    /**
     * A possible continuation of a text by a character.
     *
     * @param stream number of the text and of its stream
     */
    private record Continuation(int stream, int index, double logProbability) {}

    private final class Search {
        private final LanguageModel model;
        private final int length;
        private final String stop;
        private List<Beam> beams = List.of(); // beam i has stream i
        private int ended; // number of texts that have ended
        private List<Token> best = List.of();
        private FinishReason reason = FinishReason.LENGTH;
        private double bestScore = Double.NEGATIVE_INFINITY;

        Search(LanguageModel model, int length, String stop) {
            this.model = model;
            this.length = length;
            this.stop = stop;
        }

        void begin(String prime, LogitsProcessor processor) {
            beams = List.of(new Beam(processor, List.of(), 0, 0));
            model.add();
            for (int index : GeneratedText.prime(model.vocabulary(), processor, prime)) {
                model.step(index);
            }
            model.beginWriting(0);
        }

        /** Continues each text by a character, and keeps the likeliest results. */
        void step() {
            List<Beam> next = new ArrayList<>();
            List<Integer> streams = new ArrayList<>(); // streams.get(i) has read next.get(i) but its last character
            for (Continuation continuation : continuations()) {
                Beam beam = extend(continuation);
                if (!recordIfEnded(beam)) {
                    next.add(beam);
                    streams.add(continuation.stream);
                }
            }
            assignStreams(streams);
            beams = next;
            if (!next.isEmpty()) {
                model.step(next.stream().mapToInt(Beam::index).toArray());
            }
        }

        private List<Continuation> continuations() {
            List<Continuation> continuations = new ArrayList<>();
            for (int stream = 0; stream < beams.size(); stream++) {
                Beam beam = beams.get(stream);
                float[] logProbabilities = model.logProbabilities(stream).clone();
                logProbabilities[Vocabulary.UNKNOWN] = Float.NEGATIVE_INFINITY;
                LogProbabilities.max(logProbabilities); // throws if none is finite
                beam.processor.apply(logProbabilities);
                int[] ranking = LogProbabilities.ranking(logProbabilities);
                for (int rank = 0; rank < Math.min(width, ranking.length); rank++) {
                    float logProbability = logProbabilities[ranking[rank]];
                    if (logProbability != Float.NEGATIVE_INFINITY) {
                        continuations.add(
                                new Continuation(stream, ranking[rank], beam.logProbability + logProbability));
                    }
                }
            }
            continuations.sort(
                    Comparator.comparingDouble(Continuation::logProbability).reversed());
            return continuations.subList(0, Math.min(width - ended, continuations.size()));
        }

        private Beam extend(Continuation continuation) {
            Beam from = beams.get(continuation.stream);
            int index = continuation.index;
            LogitsProcessor processor = from.processor.copy();
            processor.accept(index);
            List<Token> text = new ArrayList<>(from.text);
            int codePoint = model.vocabulary().codePoint(index);
            text.add(Token.of(model.vocabulary(), codePoint, index, model.logProbabilities(continuation.stream), 0));
            return new Beam(processor, text, index, continuation.logProbability);
        }

        /** Returns whether a text has ended; if so, counts it and keeps it if it is the best. */
        private boolean recordIfEnded(Beam beam) {
            int size = beam.text.size();
            int beforeStop = Math.max(0, size - stop.codePointCount(0, stop.length()));
            boolean stopped = !stop.isEmpty()
                    && Token.text(beam.text.subList(beforeStop, size)).equals(stop);
            if (!stopped && beam.processor.end().isEmpty() && size < length) {
                return false;
            }
            ended++;
            double score = score(beam.logProbability, size);
            if (score > bestScore) {
                bestScore = score;
                best = stopped ? beam.text.subList(0, beforeStop) : beam.text;
                reason = stopped ? FinishReason.STOP : beam.processor.end().orElse(FinishReason.LENGTH);
            }
            return true;
        }

        /** Copies the state of stream {@code from[i]} to stream i, for all i, and removes the other streams. */
        private void assignStreams(List<Integer> from) {
            int copies = model.size();
            for (int stream : from) {
                model.copy(stream, model.add());
            }
            for (int i = 0; i < from.size(); i++) {
                model.copy(copies + i, i);
            }
            while (model.size() > from.size()) {
                model.remove(model.size() - 1);
            }
        }
    }
}
