package charrnn.sample;

import charrnn.model.BatchLanguageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/**
 * Lets a model write several texts at once, character by character, a stream each. A text depends on its own prime,
 * randomness and options alone: it is the same whatever else is written meanwhile. Not thread-safe.
 */
public final class BatchGenerator {
    private record Writing(Text text, Consumer<FinishReason> end) {}

    private final BatchLanguageModel model;
    private final Sampler sampler;
    private final LogitsProcessorFactory processors;
    private final List<Writing> writings = new ArrayList<>(); // text i is written in stream i

    /** @param model without streams */
    public BatchGenerator(BatchLanguageModel model, Sampler sampler) {
        this(model, sampler, LogitsProcessorFactory.NONE);
    }

    /** @param processors steer each text before the sampler draws */
    public BatchGenerator(BatchLanguageModel model, Sampler sampler, LogitsProcessorFactory processors) {
        if (model.size() > 0) {
            throw new IllegalArgumentException("the model has " + model.size() + " streams already");
        }
        this.model = model;
        this.sampler = sampler;
        this.processors = processors;
    }

    /** Begins a text that this generator's processors steer. */
    public void begin(
            String prime,
            RandomGenerator random,
            int length,
            String stop,
            IntConsumer out,
            Consumer<FinishReason> end) {
        begin(prime, random, processors.create(prime, length), length, stop, out, end);
    }

    /**
     * Begins a text; {@link #step} writes it. As with {@link TextGenerator#generate}, an empty prime stands for the
     * beginning of a line, and the prime is not written again.
     *
     * @param random of this text alone
     * @param processor of this text alone
     * @param length how many characters the model makes, at most
     * @param stop ends the text when the model writes it, and is not written itself; empty for none
     * @param out receives each Unicode code point as soon as it is certain
     * @param end told when the text is complete, and why it ended
     */
    public void begin(
            String prime,
            RandomGenerator random,
            LogitsProcessor processor,
            int length,
            String stop,
            IntConsumer out,
            Consumer<FinishReason> end) {
        if (length == 0) {
            end.accept(FinishReason.LENGTH);
            return;
        }
        StopString stopString = new StopString(stop, out);
        Text text = new Text(model.vocabulary(), sampler, random, processor, prime, length, stopString);
        writings.add(new Writing(text, end));
        model.add();
    }

    /** How many texts are under way. */
    public int texts() {
        return writings.size();
    }

    /** Each text goes on by a character, of its prime first; those that are complete leave. */
    public void step() {
        model.step(writings.stream().mapToInt(writing -> writing.text.next()).toArray());
        // From the last one on, so that the stream that takes the number of a finished one has had its turn.
        for (int stream = writings.size() - 1; stream >= 0; stream--) {
            Writing writing = writings.get(stream);
            Optional<FinishReason> end = writing.text.hear(model.logProbabilities(stream));
            if (end.isPresent()) {
                leave(stream);
                writing.end.accept(end.get());
            }
        }
    }

    private void leave(int stream) {
        model.remove(stream);
        Writing last = writings.remove(writings.size() - 1);
        if (stream < writings.size()) {
            writings.set(stream, last);
        }
    }
}
