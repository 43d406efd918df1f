package charrnn.sample;

import charrnn.corpus.Vocabulary;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A text under way: what its stream reads next, and what becomes of the answers. */
final class Text {
    private final Vocabulary vocabulary;
    private final Sampler sampler;
    private final RandomGenerator random;
    private final LogitsProcessor processor;
    private final int[] prime;
    private final int length;
    private final StopString stop;
    private int read; // characters of the prime
    private int made;
    private int last;

    /** @param length 1 or more */
    Text(
            Vocabulary vocabulary,
            Sampler sampler,
            RandomGenerator random,
            LogitsProcessor processor,
            String prime,
            int length,
            StopString stop) {
        this.vocabulary = vocabulary;
        this.sampler = sampler;
        this.random = random;
        this.processor = processor;
        this.prime = beginning(vocabulary, processor.context() + prime);
        this.length = length;
        this.stop = stop;
    }

    /** What a model reads of a prime: for an empty one the end of the line before. */
    static int[] beginning(Vocabulary vocabulary, String prime) {
        return vocabulary.encode(prime.isEmpty() ? "\n" : prime);
    }

    /** What its stream reads next. */
    int next() {
        return read < prime.length ? prime[read++] : last;
    }

    /** Takes the model's answer, and tells why the text ends here if it does. */
    Optional<FinishReason> hear(float[] logProbabilities) {
        if (read < prime.length) {
            return Optional.empty();
        }
        last = pick(logProbabilities);
        made++;
        processor.accept(last);
        stop.accept(vocabulary.codePoint(last));
        if (stop.complete()) {
            return Optional.of(FinishReason.STOP);
        }
        if (!processor.isComplete() && made < length) {
            return Optional.empty();
        }
        stop.release();
        return Optional.of(processor.isComplete() && !processor.isCut() ? FinishReason.UNTIL : FinishReason.LENGTH);
    }

    private int pick(float[] logProbabilities) {
        float[] steered = logProbabilities.clone();
        processor.apply(steered);
        return sampler.sample(steered, random);
    }
}
