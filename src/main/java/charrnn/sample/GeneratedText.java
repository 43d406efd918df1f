package charrnn.sample;

import charrnn.corpus.Vocabulary;
import charrnn.sample.TextGenerator.GenerationListener;
import java.util.List;
import java.util.Optional;

/** A text that a {@link TextGenerator} is generating. */
public final class GeneratedText {
    private final Vocabulary vocabulary;
    private final GenerationRequest request;
    private final GenerationListener listener;
    private final LogitsProcessor processor;
    private final StopStrings stops;
    private final int[] prime; // vocabulary indices of the processor's context and the prompt
    private final int[] echo; // code points of an echoed prompt
    private int read; // number of symbols of the prompt that were read
    private int generated; // number of generated characters
    private int last; // vocabulary index of the last one

    GeneratedText(Vocabulary vocabulary, GenerationRequest request, GenerationListener listener) {
        this.vocabulary = vocabulary;
        this.request = request;
        this.listener = listener;
        this.processor = request.processor();
        this.stops = new StopStrings(request.stops(), listener::accept);
        this.prime = prime(vocabulary, processor, request.prime());
        this.echo = request.echo() ? request.prime().codePoints().toArray() : new int[0];
        if (echo.length > 0) {
            listener.accept(new Token(echo[0], Float.NaN, List.of()));
        }
    }

    /** Vocabulary indices that a model reads before the first generated character. */
    private static int[] prime(Vocabulary vocabulary, LogitsProcessor processor, String prime) {
        String text = processor.context() + prime;
        return vocabulary.encode(text.isEmpty() ? "\n" : text);
    }

    GenerationListener listener() {
        return listener;
    }

    boolean hasReadPrime() {
        return read == prime.length;
    }

    /** Vocabulary index of the next symbol that the text's stream reads. */
    int next() {
        return hasReadPrime() ? last : prime[read++];
    }

    /**
     * Continues the text by a character if its prompt has been read.
     *
     * @param logProbabilities the model's log-probabilities of the next symbol, [vocabulary]; not changed
     * @return whether the text is complete and its listener notified
     */
    boolean accept(float[] logProbabilities) {
        if (!hasReadPrime()) {
            int position = read - (prime.length - echo.length); // the context before the prompt is not echoed
            if (echo.length > 0 && position > 0) {
                listener.accept(token(echo[position], prime[read], logProbabilities));
            }
            return false;
        }
        if (generated < request.length()) {
            Token token = draw(logProbabilities);
            if (stops.completedBy(token)) {
                return finish(FinishReason.STOP);
            }
        }
        Optional<FinishReason> end = processor.end();
        if (generated < request.length() && end.isEmpty()) {
            return false;
        }
        stops.release();
        return finish(end.orElse(FinishReason.LENGTH));
    }

    private Token draw(float[] logProbabilities) {
        float[] processed = logProbabilities.clone();
        processor.apply(processed);
        last = LogProbabilities.draw(processed, request.random());
        processor.accept(last);
        generated++;
        return token(vocabulary.codePoint(last), last, logProbabilities);
    }

    private Token token(int codePoint, int index, float[] logProbabilities) {
        return Token.of(vocabulary, codePoint, index, logProbabilities, request.likeliest());
    }

    private boolean finish(FinishReason reason) {
        listener.finish(reason);
        return true;
    }

    public enum FinishReason {
        /** The text has its maximum length, or its logits processor closed it because that was near. */
        LENGTH,
        STOP,
        /** The text's logits processor ended it, for instance at the end of a function. */
        UNTIL
    }
}
