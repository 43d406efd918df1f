package charrnn.sample;

import charrnn.corpus.Vocabulary;
import charrnn.sample.LogitsProcessor.Verdict;
import charrnn.sample.TextGenerator.GenerationListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A text that a {@link TextGenerator} is generating. */
public final class GeneratedText {
    private final Vocabulary vocabulary;
    private final GenerationRequest request;
    private final GenerationListener listener;
    private LogitsProcessor processor;
    private final LogitsProcessor[] marked; // by mark, a copy of the processor there
    private final int[] starts; // by mark, the number of unfinished characters before it
    private final List<Token> unfinished = new ArrayList<>(); // characters that may be taken back
    private Mark takenBackTo = Mark.TOKEN;
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
        this.marked = new LogitsProcessor[Mark.values().length];
        Arrays.setAll(marked, mark -> processor.copy());
        this.starts = new int[marked.length];
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
        /** The characters since a mark were taken back. */
        TAKEN_BACK,
        /** The text is complete and its listener notified. */
        ENDED
    }

    /** The state of a stream that is kept for a text. */
    enum Mark {
        TOKEN,
        STATEMENT,
        TEXT
    }

    /** Where the characters that were taken back begin. */
    Mark takenBackTo() {
        return takenBackTo;
    }

    /** Whether characters may be taken back. */
    boolean mayTakeBack() {
        return processor.mayRefuse();
    }

    /**
     * Continues the text by a character if its prompt has been read.
     *
     * @param logProbabilities the model's log-probabilities of the next symbol, [vocabulary]; not changed
     * @param mark called where a token or a statement begins that may be taken back, if {@link #mayTakeBack}
     */
    Step accept(float[] logProbabilities, Consumer<Mark> mark) {
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
            if (step != Step.CONTINUES) {
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

    private Step draw(float[] logProbabilities, Consumer<Mark> mark) {
        LogitsProcessor before = mayTakeBack() ? processor.copy() : processor;
        float[] processed = logProbabilities.clone();
        processor.apply(processed);
        last = LogProbabilities.draw(processed, request.random());
        if (mayTakeBack() && (generated == 0 || processor.begins(last))) {
            if (processor.isFinal() && completesStop()) {
                return finish(FinishReason.STOP);
            }
            mark(Mark.TOKEN, before, mark);
            if (generated == 0 || processor.beginsStatement()) {
                mark(Mark.STATEMENT, before, mark);
            }
            if (generated == 0) {
                mark(Mark.TEXT, before, mark);
            }
        }
        Verdict verdict = processor.accept(last);
        unfinished.add(token(vocabulary.codePoint(last), last, logProbabilities));
        generated++;
        if (verdict != Verdict.ACCEPTED) {
            return takeBack(verdict);
        }
        return !mayTakeBack() && completesStop() ? finish(FinishReason.STOP) : Step.CONTINUES;
    }

    private void mark(Mark mark, LogitsProcessor before, Consumer<Mark> streams) {
        marked[mark.ordinal()] = before;
        starts[mark.ordinal()] = unfinished.size();
        streams.accept(mark);
    }

    private Step takeBack(Verdict verdict) {
        takenBackTo = switch (verdict) {
            case TEXT_REFUSED -> Mark.TEXT;
            case STATEMENT_REFUSED -> Mark.STATEMENT;
            default -> Mark.TOKEN;
        };
        int to = takenBackTo.ordinal();
        List<Token> taken = unfinished.subList(starts[to], unfinished.size());
        marked[to].takeBack(
                verdict,
                taken.stream().map(each -> vocabulary.indexOf(each.codePoint())).toList());
        generated -= taken.size();
        taken.clear();
        for (int mark = 0; mark < to; mark++) {
            marked[mark] = marked[to].copy();
            starts[mark] = starts[to];
        }
        processor = marked[to].copy();
        return Step.TAKEN_BACK;
    }

    /** Passes the unfinished characters on, and returns whether they complete a stop string. */
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
