package charrnn.sample;

import charrnn.corpus.Vocabulary;
import charrnn.sample.LogitsProcessor.Verdict;
import charrnn.sample.TextGenerator.GenerationListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A text that a {@link TextGenerator} is generating. */
public final class GeneratedText {
    private final Vocabulary vocabulary;
    private final GenerationRequest request;
    private final GenerationListener listener;
    private LogitsProcessor processor;
    private LogitsProcessor marked; // a copy of the processor before the token that may be taken back
    private final List<Token> unfinished = new ArrayList<>(); // that token's characters
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
        this.marked = processor.copy();
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

    /** What has become of a text. */
    enum Step {
        CONTINUES,
        /** The characters since the beginning of the last token were taken back. */
        TAKEN_BACK,
        /** The text is complete and its listener notified. */
        ENDED
    }

    /** Whether characters may be taken back. */
    boolean mayTakeBack() {
        return processor.mayRefuse();
    }

    /**
     * Continues the text by a character if its prompt has been read.
     *
     * @param logProbabilities the model's log-probabilities of the next symbol, [vocabulary]; not changed
     * @param mark called where a token begins that may be taken back, if {@link #mayTakeBack}
     */
    Step accept(float[] logProbabilities, Runnable mark) {
        if (!hasReadPrime()) {
            int position = read - (prime.length - echo.length); // the context before the prompt is not echoed
            if (echo.length > 0 && position > 0) {
                listener.accept(token(echo[position], prime[read], logProbabilities));
            }
            return Step.CONTINUES;
        }
        Step step = Step.CONTINUES;
        if (generated < request.length()) {
            step = draw(logProbabilities, mark);
            if (step == Step.TAKEN_BACK || step == Step.ENDED) {
                return step;
            }
        }
        Optional<FinishReason> end = processor.end();
        if (generated < request.length() && end.isEmpty()) {
            return step;
        }
        if (completesStop()) {
            return finish(FinishReason.STOP);
        }
        stops.release();
        return finish(end.orElse(FinishReason.LENGTH));
    }

    private Step draw(float[] logProbabilities, Runnable mark) {
        LogitsProcessor before = mayTakeBack() ? processor.copy() : processor;
        float[] processed = logProbabilities.clone();
        processor.apply(processed);
        last = LogProbabilities.draw(processed, request.random());
        if (mayTakeBack() && (generated == 0 || processor.begins(last))) {
            if (completesStop()) {
                return finish(FinishReason.STOP);
            }
            marked = before;
            mark.run();
        }
        Verdict verdict = processor.accept(last);
        unfinished.add(token(vocabulary.codePoint(last), last, logProbabilities));
        generated++;
        if (verdict != Verdict.ACCEPTED) {
            takeBack(verdict);
            return Step.TAKEN_BACK;
        }
        return !mayTakeBack() && completesStop() ? finish(FinishReason.STOP) : Step.CONTINUES;
    }

    private void takeBack(Verdict verdict) {
        marked.takeBack(
                verdict,
                unfinished.stream()
                        .map(token -> vocabulary.indexOf(token.codePoint()))
                        .toList());
        generated -= unfinished.size();
        unfinished.clear();
        processor = marked.copy();
    }

    /** Passes the characters of the last token on, and returns whether they complete a stop string. */
    private boolean completesStop() {
        boolean complete = false;
        for (int i = 0; i < unfinished.size() && !complete; i++) {
            complete = stops.completedBy(unfinished.get(i));
        }
        unfinished.clear();
        return complete;
    }

    private Token token(int codePoint, int index, float[] logProbabilities) {
        return Token.of(vocabulary, codePoint, index, logProbabilities, request.likeliest());
    }

    private Step finish(FinishReason reason) {
        listener.finish(reason);
        return Step.ENDED;
    }

    public enum FinishReason {
        /** The text has its maximum length, or its logits processor closed it because that was near. */
        LENGTH,
        STOP,
        /** The text's logits processor ended it, for instance at the end of a function. */
        UNTIL
    }
}
