package charrnn.tools.serve.decode;

import charrnn.corpus.Vocabulary;
import charrnn.sample.LogitsProcessor;
import java.util.Optional;

/** A text on its way: it waits, is read and written. All but {@link #cancel} is the decoding thread's. */
final class Text {
    private final GenerationRequest order;
    private final TextListener listener;
    private final long deadline; // in the nanoseconds of the loop's clock
    private final StopStrings stops;
    private LogitsProcessor processor = LogitsProcessor.NONE;
    private int[] prompt = {}; // vocabulary indices
    private int[] shown = {}; // the prompt's code points, where they are echoed
    private int read;
    private int made;
    private int last;
    private volatile boolean cancelled;

    Text(GenerationRequest order, TextListener listener, long deadline) {
        this.order = order;
        this.listener = listener;
        this.deadline = deadline;
        this.stops = new StopStrings(order.stops(), listener::wrote);
    }

    /** Name of the model that writes the text. */
    String model() {
        return order.model();
    }

    /** Nobody wants it any more. */
    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    boolean isLate(long now) {
        return now - deadline >= 0;
    }

    /** Whether its reader is behind. */
    boolean isBehind() {
        return listener.isBehind();
    }

    /** It has a place in a batch whose network has this vocabulary. */
    void begin(Vocabulary vocabulary) {
        processor = order.processor().apply(vocabulary);
        String context = processor.context();
        context = context.isEmpty() && order.prompt().isEmpty() ? "\n" : context;
        prompt = vocabulary.encode(context + order.prompt());
        if (order.echo() && !order.prompt().isEmpty()) {
            shown = order.prompt().codePoints().toArray();
            listener.wrote(new Token(shown[0], Optional.empty()));
        }
    }

    /** Vocabulary index of what its stream reads next. */
    int next() {
        return read < prompt.length ? prompt[read++] : last;
    }

    /** Whether its prompt has been read. */
    boolean isWritten() {
        return read == prompt.length;
    }

    /**
     * Goes on by a character.
     *
     * @param logProbabilities what may come after all that was read, [vocabulary]
     * @return whether it is complete, of which the listener has been told
     */
    boolean hear(Vocabulary vocabulary, float[] logProbabilities) {
        if (!isWritten()) {
            int echoed = read - (prompt.length - shown.length); // what is read before the prompt is not shown
            if (shown.length > 0 && echoed > 0) {
                listener.wrote(letter(vocabulary, shown[echoed], prompt[read], logProbabilities));
            }
            return false;
        }
        if (made < order.length()) {
            last = pick(logProbabilities);
            made++;
            processor.accept(last);
            if (stops.completedBy(letter(vocabulary, vocabulary.codePoint(last), last, logProbabilities))) {
                return end(Outcome.STOP);
            }
        }
        if (made < order.length() && !processor.isComplete()) {
            return false;
        }
        stops.release();
        return end(processor.isComplete() && !processor.isCut() ? Outcome.STOP : Outcome.LENGTH);
    }

    private int pick(float[] logProbabilities) {
        float[] steered = logProbabilities.clone();
        processor.apply(steered);
        return order.sampler().sample(steered, order.random());
    }

    private Token letter(Vocabulary vocabulary, int codePoint, int index, float[] logProbabilities) {
        return new Token(
                codePoint,
                order.likeliest() < 0
                        ? Optional.empty()
                        : Optional.of(TokenLogprobs.of(vocabulary, logProbabilities, index, order.likeliest())));
    }

    /** Tells the listener, if there is still one. */
    boolean end(Outcome finish) {
        if (!cancelled) {
            listener.ended(finish);
        }
        return true;
    }
}
