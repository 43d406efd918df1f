package charrnn.sample;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.sample.LogitsProcessor.Verdict;
import charrnn.sample.TextGenerator.GenerationListener;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A text that a {@link TextGenerator} is generating. */
public final class GeneratedText {
    private final Vocabulary vocabulary;
    private final GenerationRequest request;
    private final GenerationListener listener;
    private LogitsProcessor processor;
    private final Map<Mark, Snapshot> snapshots = new EnumMap<>(Mark.class); // the last one of each mark
    private final List<Token> unfinished = new ArrayList<>(); // characters that may be rejected
    private @Nullable Snapshot rolledBackTo;
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

    /** The result of a step. */
    enum Step {
        CONTINUES,
        /** Characters were rejected; the stream must return to {@link #rolledBackTo}. */
        ROLLED_BACK,
        /** The text is complete and its listener notified. */
        ENDED
    }

    /** Where a rejected part of the text may begin, the nearest first. */
    private enum Mark {
        TOKEN,
        STATEMENT,
        TEXT
    }

    /** The text at a mark. */
    private record Snapshot(LogitsProcessor processor, int unfinished, LanguageModel.Snapshot stream) {
        Snapshot copy() {
            return new Snapshot(processor.copy(), unfinished, stream);
        }
    }

    /** The state of the model's stream before the characters that were rejected last. */
    LanguageModel.Snapshot rolledBackTo() {
        return Objects.requireNonNull(rolledBackTo).stream;
    }

    /**
     * Continues the text by a character if its prompt has been read.
     *
     * @param logProbabilities the model's log-probabilities of the next symbol, [vocabulary]; not changed
     */
    Step accept(float[] logProbabilities, Supplier<LanguageModel.Snapshot> stream) {
        if (!hasReadPrime()) {
            int position = read - (prime.length - echo.length); // the context before the prompt is not echoed
            if (echo.length > 0 && position > 0) {
                listener.accept(token(echo[position], prime[read], logProbabilities));
            }
            return Step.CONTINUES;
        }
        Step step = Step.CONTINUES;
        if (generated < request.length()) {
            step = draw(logProbabilities, stream);
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

    private Step draw(float[] logProbabilities, Supplier<LanguageModel.Snapshot> stream) {
        boolean mayReject = processor.mayReject();
        LogitsProcessor before = mayReject ? processor.copy() : processor;
        float[] processed = logProbabilities.clone();
        processor.apply(processed);
        last = LogProbabilities.draw(processed, request.random());
        if (mayReject && (generated == 0 || processor.begins(last))) {
            if (processor.isFinal() && completesStop()) {
                return finish(FinishReason.STOP);
            }
            Snapshot snapshot = new Snapshot(before, unfinished.size(), stream.get());
            snapshots.put(Mark.TOKEN, snapshot);
            if (generated == 0 || processor.beginsStatement()) {
                snapshots.put(Mark.STATEMENT, snapshot);
            }
            if (generated == 0) {
                snapshots.put(Mark.TEXT, snapshot);
            }
        }
        Verdict verdict = processor.accept(last);
        unfinished.add(token(vocabulary.codePoint(last), last, logProbabilities));
        generated++;
        if (verdict != Verdict.ACCEPTED) {
            return rollBack(verdict);
        }
        return !mayReject && completesStop() ? finish(FinishReason.STOP) : Step.CONTINUES;
    }

    private Step rollBack(Verdict verdict) {
        Mark mark =
                switch (verdict) {
                    case TEXT_REJECTED -> Mark.TEXT;
                    case STATEMENT_REJECTED -> Mark.STATEMENT;
                    default -> Mark.TOKEN;
                };
        Snapshot to = Objects.requireNonNull(snapshots.get(mark));
        List<Token> rejected = unfinished.subList(to.unfinished, unfinished.size());
        to.processor.rollBack(
                verdict,
                rejected.stream()
                        .map(each -> vocabulary.indexOf(each.codePoint()))
                        .toList());
        generated -= rejected.size();
        rejected.clear();
        for (Mark nearer : EnumSet.range(Mark.TOKEN, mark)) {
            snapshots.put(nearer, nearer == mark ? to : to.copy());
        }
        processor = to.processor.copy();
        rolledBackTo = to;
        return Step.ROLLED_BACK;
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
