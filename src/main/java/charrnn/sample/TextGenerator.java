package charrnn.sample;

import charrnn.model.LanguageModel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/** Lets a model write on, character by character. Not thread-safe, as its model is not. */
public final class TextGenerator {
    private final LanguageModel model;
    private final Sampler sampler;
    private final LogitsProcessorFactory processors;
    private final RandomGenerator random;

    /** @param random seeded, where the text is to be the same next time */
    public TextGenerator(LanguageModel model, Sampler sampler, RandomGenerator random) {
        this(model, sampler, LogitsProcessorFactory.NONE, random);
    }

    /** @param processors steer each text before the sampler draws */
    public TextGenerator(
            LanguageModel model, Sampler sampler, LogitsProcessorFactory processors, RandomGenerator random) {
        this.model = model;
        this.sampler = sampler;
        this.processors = processors;
        this.random = random;
    }

    /**
     * Reads a text and writes on from there. The model forgets what it read before. An empty prime stands for the
     * beginning of a line: the model reads a newline, or the unknown symbol where its vocabulary has none.
     *
     * @param prime text to go on from, not written again; {@link #unknown} tells what the model cannot read in it
     * @param length how many characters the model makes, at most
     * @param stop ends the text when the model writes it, and is not written itself; empty for none. Characters that
     *     may yet become the stop string are held back until it is decided
     * @param out receives each Unicode code point as soon as it is certain
     */
    public FinishReason generate(String prime, int length, String stop, IntConsumer out) {
        model.reset();
        if (length == 0) {
            Arrays.stream(Text.beginning(model.vocabulary(), prime)).forEach(model::step);
            return FinishReason.LENGTH;
        }
        StopString stopString = new StopString(stop, out);
        Text text = new Text(
                model.vocabulary(), sampler, random, processors.create(prime, length), prime, length, stopString);
        Optional<FinishReason> end;
        do {
            end = text.hear(model.step(text.next()));
        } while (end.isEmpty());
        return end.get();
    }

    /** A whole text at once, without its prime. */
    public String generate(String prime, int length, String stop) {
        StringBuilder text = new StringBuilder();
        generate(prime, length, stop, text::appendCodePoint);
        return text.toString();
    }

    /** Code points of a prime that the model does not know, each once; it reads the unknown symbol in their place. */
    public List<Integer> unknown(String prime) {
        return model.vocabulary().unknownIn(prime);
    }
}
