package charrnn.sample;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.sample.Constraint.Verdict;
import charrnn.sample.TextGenerator.GenerationListener;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A text that a {@link TextGenerator} is generating. */
public final class GeneratedText {
    private final Vocabulary vocabulary;
    private final GenerationRequest request;
    private final GenerationListener listener;
    private Constraint constraint;
    private final Map<Verdict, Snapshot> snapshots = new EnumMap<>(Verdict.class); // to which each one rolls back
    private final List<Integer> generated = new ArrayList<>(); // vocabulary indices
    private final List<Token> unfinished = new ArrayList<>(); // characters that may be rejected
    private final StopStrings stops;
    private final int[] prime; // vocabulary indices of the constraint's context and the prompt
    private final int[] echo; // code points of an echoed prompt
    private int read; // number of symbols of the prompt that were read

    GeneratedText(Vocabulary vocabulary, GenerationRequest request, GenerationListener listener) {
        this.vocabulary = vocabulary;
        this.request = request;
        this.listener = listener;
        this.constraint = request.constraint();
        String text = constraint.context() + request.prime();
        this.stops = new StopStrings(request.stops(), listener::accept);
        this.prime = vocabulary.encode(text.isEmpty() ? "\n" : text);
        this.echo = request.echo() ? request.prime().codePoints().toArray() : new int[0];
        if (echo.length > 0) {
            listener.accept(new Token(echo[0], Float.NaN, List.of()));
        }
    }

    GenerationListener listener() {
        return listener;
    }

    boolean hasReadPrime() {
        return read == prime.length;
    }

    /** Vocabulary index of the next symbol that the text's stream reads. */
    int next() {
        return hasReadPrime() ? generated.get(generated.size() - 1) : prime[read++];
    }

    /** The text where a rejected part of it may begin. */
    private record Snapshot(Constraint constraint, int generated, LanguageModel.Snapshot stream) {
        Snapshot copy() {
            return new Snapshot(constraint.copy(), generated, stream);
        }
    }

    /**
     * Continues the text by a character if its prompt has been read.
     *
     * @param stream the text's stream of the model, which has read {@link #next}
     * @return whether the text is complete and its listener notified
     */
    boolean advance(LanguageModel model, int stream) {
        if (!hasReadPrime()) {
            int position = read - (prime.length - echo.length); // the context before the prompt is not echoed
            if (echo.length > 0 && position > 0) {
                listener.accept(token(echo[position], prime[read], model.logProbabilities(stream)));
            }
            return false;
        }
        boolean hasStopped = generated.size() < request.length() && draw(model, stream);
        Optional<FinishReason> end = constraint.end();
        if (!hasStopped && generated.size() < request.length() && end.isEmpty()) {
            return false;
        }
        if (hasStopped || completesStop()) {
            listener.finish(FinishReason.STOP);
        } else {
            stops.release();
            listener.finish(end.orElse(FinishReason.LENGTH));
        }
        return true;
    }

    /** Draws a character, again while it is rejected, and returns whether a stop string ends the text. */
    private boolean draw(LanguageModel model, int stream) {
        while (true) {
            float[] logProbabilities = model.logProbabilities(stream);
            boolean mayReject = constraint.mayReject();
            Constraint before = mayReject ? constraint.copy() : constraint;
            float[] processed = logProbabilities.clone();
            constraint.apply(processed);
            request.processor().apply(processed, generated);
            int symbol = LogProbabilities.draw(processed, request.random());
            if (mayReject && (generated.isEmpty() || constraint.begins(symbol))) {
                if (constraint.isFinal() && completesStop()) {
                    return true;
                }
                Snapshot snapshot = new Snapshot(before, generated.size(), model.save(stream));
                Verdict farthest = generated.isEmpty()
                        ? Verdict.TEXT_REJECTED
                        : constraint.beginsStatement() ? Verdict.STATEMENT_REJECTED : Verdict.REJECTED;
                EnumSet.range(Verdict.REJECTED, farthest).forEach(verdict -> snapshots.put(verdict, snapshot));
            }
            Verdict verdict = constraint.accept(symbol);
            unfinished.add(token(vocabulary.codePoint(symbol), symbol, logProbabilities));
            generated.add(symbol);
            if (verdict == Verdict.ACCEPTED) {
                return !mayReject && completesStop();
            }
            model.restore(stream, rollBack(verdict));
        }
    }

    /** Rolls back all but the stream, and returns the state of the stream. */
    private LanguageModel.Snapshot rollBack(Verdict verdict) {
        Verdict place = verdict == Verdict.TOO_LONG ? Verdict.REJECTED : verdict;
        Snapshot to = Objects.requireNonNull(snapshots.get(place));
        List<Integer> rejected = generated.subList(to.generated, generated.size());
        to.constraint.rollBack(verdict, List.copyOf(rejected));
        unfinished
                .subList(unfinished.size() - rejected.size(), unfinished.size())
                .clear();
        rejected.clear();
        EnumSet.range(Verdict.REJECTED, place)
                .forEach(nearer -> snapshots.put(nearer, nearer == place ? to : to.copy()));
        constraint = to.constraint.copy();
        return to.stream;
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

    public enum FinishReason {
        /** The text has its maximum length, or its constraint closed it because that was near. */
        LENGTH,
        STOP,
        /** The text's constraint ended it, for instance at the end of a function. */
        UNTIL
    }
}
