package charrnn.sample;

import charrnn.corpus.Vocabulary;
import charrnn.model.BatchLanguageModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The texts of one {@link BeamSearch}. */
final class Beams {
    /** A text that goes on, and the stream that has read it. */
    private static final class Beam {
        private final LogitsProcessor processor;
        private final Likelihood likelihood;
        private final @Nullable Hypothesis text;
        private final int index; // of its last character
        private final double logProbability;
        private int stream;

        Beam(
                LogitsProcessor processor,
                Likelihood likelihood,
                @Nullable Hypothesis text,
                int index,
                double logProbability,
                int stream) {
            this.processor = processor;
            this.likelihood = likelihood;
            this.text = text;
            this.index = index;
            this.logProbability = logProbability;
            this.stream = stream;
        }
    }

    /** A way for a text to go on. */
    private record Step(Beam from, int index, double logProbability) {}

    private final BeamSearch search;
    private final BatchLanguageModel model;
    private final int length;
    private final String stop;
    private List<Beam> beams = new ArrayList<>();
    private int made;
    private int ended;
    private BeamSearch.Found best = new BeamSearch.Found("", FinishReason.LENGTH, 0);
    private double bestScore = Double.NEGATIVE_INFINITY;

    Beams(BeamSearch search, BatchLanguageModel model, int length, String stop) {
        this.search = search;
        this.model = model;
        this.length = length;
        this.stop = stop;
    }

    void begin(String prime, LogitsProcessor processor) {
        beams.add(new Beam(processor, new Likelihood(), null, 0, 0, model.add()));
        for (int index : Text.beginning(model.vocabulary(), processor.context() + prime)) {
            model.step(index);
        }
    }

    boolean areComplete() {
        return beams.isEmpty();
    }

    BeamSearch.Found best() {
        return best;
    }

    /** Every text goes on by a character, and the best of what comes out stay. */
    void step() {
        made++;
        List<Beam> next = new ArrayList<>();
        for (Step step : steps()) {
            Beam beam = follow(step);
            if (!hasEnded(beam)) {
                next.add(beam);
            }
        }
        share(next);
        beams = next;
        if (!next.isEmpty()) {
            int[] indices = new int[next.size()];
            next.forEach(beam -> indices[beam.stream] = beam.index);
            model.step(indices);
        }
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Beam beam : beams) {
            float[] logProbabilities = model.logProbabilities(beam.stream).clone();
            beam.likelihood.apply(logProbabilities);
            logProbabilities[Vocabulary.UNKNOWN] = Float.NEGATIVE_INFINITY;
            Softmax.max(logProbabilities); // complains of a broken model
            beam.processor.apply(logProbabilities);
            Ranking ranking = Ranking.of(logProbabilities);
            for (int rank = 0; rank < Math.min(search.width(), ranking.size()); rank++) {
                float nats = logProbabilities[ranking.index(rank)];
                if (nats != Float.NEGATIVE_INFINITY) {
                    steps.add(new Step(beam, ranking.index(rank), beam.logProbability + nats));
                }
            }
        }
        steps.sort(Comparator.comparingDouble(Step::logProbability).reversed());
        return steps.subList(0, Math.min(search.width() - ended, steps.size()));
    }

    private Beam follow(Step step) {
        LogitsProcessor processor = step.from.processor.copy();
        processor.accept(step.index);
        Likelihood likelihood = step.from.likelihood.copy();
        likelihood.accept(step.index);
        Hypothesis text = new Hypothesis(step.from.text, model.vocabulary().codePoint(step.index));
        return new Beam(processor, likelihood, text, step.index, step.logProbability, step.from.stream);
    }

    private boolean hasEnded(Beam beam) {
        boolean stopped = !stop.isEmpty()
                && beam.text != null
                && beam.text.endsWith(stop.codePoints().toArray());
        if (!stopped && !beam.processor.isComplete() && made < length) {
            return false;
        }
        ended++;
        double score = search.score(beam.logProbability, made);
        if (score > bestScore) {
            bestScore = score;
            String text = String.valueOf(beam.text);
            FinishReason end = stopped
                    ? FinishReason.STOP
                    : beam.processor.isComplete() && !beam.processor.isCut() ? FinishReason.UNTIL : FinishReason.LENGTH;
            best = new BeamSearch.Found(
                    stopped ? text.substring(0, text.length() - stop.length()) : text,
                    end,
                    beam.likelihood.bits(end, stop));
        }
        return true;
    }

    /** Gives each text a stream of its own that has read what its text before has; there are as many as texts then. */
    private void share(List<Beam> next) {
        boolean[] taken = new boolean[model.size()];
        List<Beam> without = new ArrayList<>();
        for (Beam beam : next) {
            if (taken[beam.stream]) {
                without.add(beam);
            }
            taken[beam.stream] = true;
        }
        Deque<Integer> free = new ArrayDeque<>(); // the largest number first
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
        int last = model.size(); // now has the number of the removed one
        next.stream().filter(beam -> beam.stream == last).forEach(beam -> beam.stream = stream);
    }
}
