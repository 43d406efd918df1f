package charrnn.sample;

import charrnn.model.BatchLanguageModel;
import charrnn.sample.TextGenerator.End;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/**
 * Lets a model write several texts at once, character by character, a stream each. A text depends on its own prime,
 * randomness and options alone: it is the same whatever else is written meanwhile. Not thread-safe.
 */
public final class BatchGenerator {
    private final BatchLanguageModel model;
    private final Sampler sampler;
    private final List<Text> texts = new ArrayList<>(); // text i is written in stream i

    /** @param model without streams */
    public BatchGenerator(BatchLanguageModel model, Sampler sampler) {
        if (model.size() > 0) {
            throw new IllegalArgumentException("the model has " + model.size() + " streams already");
        }
        this.model = model;
        this.sampler = sampler;
    }

    /**
     * Begins a text; {@link #step} writes it. As with {@link TextGenerator#generate}, an empty prime stands for the
     * beginning of a line, and the prime is not written again.
     *
     * @param random of this text alone
     * @param length how many characters the model makes, at most
     * @param stop ends the text when the model writes it, and is not written itself; empty for none
     * @param out receives each Unicode code point as soon as it is certain
     * @param end told when the text is complete, and why it ended
     */
    public void begin(
            String prime, RandomGenerator random, int length, String stop, IntConsumer out, Consumer<End> end) {
        if (length == 0) {
            end.accept(End.LENGTH);
            return;
        }
        int[] read = model.vocabulary().encode(prime.isEmpty() ? "\n" : prime);
        texts.add(new Text(read, random, length, new StopString(stop, out), end));
        model.add();
    }

    /** How many texts are under way. */
    public int texts() {
        return texts.size();
    }

    /** Each text goes on by a character, of its prime first; those that are complete leave. */
    public void step() {
        model.step(texts.stream().mapToInt(Text::next).toArray());
        // From the last one on, so that the stream that takes the number of a finished one has had its turn.
        for (int stream = texts.size() - 1; stream >= 0; stream--) {
            if (texts.get(stream).hear(stream)) {
                model.remove(stream);
                Text last = texts.remove(texts.size() - 1);
                if (stream < texts.size()) {
                    texts.set(stream, last);
                }
            }
        }
    }

    /** A text under way. */
    private final class Text {
        private final int[] prime;
        private final RandomGenerator random;
        private final int length;
        private final StopString stop;
        private final Consumer<End> end;
        private int read; // characters of the prime
        private int made;
        private int last;

        Text(int[] prime, RandomGenerator random, int length, StopString stop, Consumer<End> end) {
            this.prime = prime;
            this.random = random;
            this.length = length;
            this.stop = stop;
            this.end = end;
        }

        /** What its stream reads next. */
        int next() {
            return read < prime.length ? prime[read++] : last;
        }

        /** Whether it is complete with the character that comes now. */
        boolean hear(int stream) {
            if (read < prime.length) {
                return false;
            }
            last = sampler.sample(model.logProbabilities(stream), random);
            made++;
            stop.accept(model.vocabulary().codePoint(last));
            if (stop.complete()) {
                end.accept(End.STOP);
                return true;
            }
            if (made == length) {
                stop.release();
                end.accept(End.LENGTH);
            }
            return made == length;
        }
    }
}
