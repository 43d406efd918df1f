package charrnn.tools.serve.decode;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.sample.GenerationRequest;
import charrnn.sample.TextGenerator;
import charrnn.tools.serve.decode.ScheduledText.Outcome;
import charrnn.tools.serve.decode.ScheduledText.TextClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that generates all texts, one character of each per step. Texts join and leave between steps; beside other
 * texts, the probabilities of a text are equal up to rounding. Accepted texts keep the network that their model had then.
 * Thread-safe.
 */
public final class DecodingLoop {
    private static final Logger LOG = LoggerFactory.getLogger(DecodingLoop.class);

    /** Whether texts can be generated. */
    public enum State {
        /** Some models have no network yet. */
        LOADING,
        READY,
        /** No further text is accepted; the accepted texts are still generated. */
        STOPPING,
        /** The thread has ended with an error. */
        DEAD
    }

    private final Collection<String> models;
    private final int places;
    private final int queue;
    private final LongSupplier clock;
    private final LongAdder characters = new LongAdder();
    private final Thread thread = new Thread(this::run, "decoding");
    private final Map<String, TextGenerator> current = new ConcurrentHashMap<>(); // by the model's name

    // The lock of this object guards the following. The networks are stepped without it.
    private final List<ScheduledText> texts = new ArrayList<>(); // the first ones have the places, the others wait
    private boolean stopping; // no further text is accepted
    private boolean stopped; // the thread has to end
    private boolean ended; // the thread has ended

    /**
     * @param models names of the models
     * @param places number of texts that are generated at the same time
     * @param queue number of texts that may wait
     * @param clock nanoseconds, as {@code System::nanoTime}
     */
    public DecodingLoop(Collection<String> models, int places, int queue, LongSupplier clock) {
        this.models = models;
        this.places = places;
        this.queue = queue;
        this.clock = clock;
        thread.setDaemon(true);
        thread.start();
    }

    /** Number of texts that are generated. */
    public synchronized int running() {
        return Math.min(places, texts.size());
    }

    public synchronized int waiting() {
        return texts.size() - running();
    }

    public long characters() {
        return characters.sum();
    }

    public synchronized State state() {
        if (stopping) {
            return State.STOPPING;
        }
        if (ended) {
            return State.DEAD;
        }
        return current.keySet().containsAll(models) ? State.READY : State.LOADING;
    }

    /**
     * Makes a network the current one of a model: it generates the texts that are submitted from now on.
     *
     * @param network a network without streams, owned by the loop from now on
     */
    public void adopt(String model, LanguageModel network) {
        current.put(model, new TextGenerator(network));
    }

    /**
     * Accepts texts, all or none.
     *
     * @param requests returns the requests, for the vocabulary of the model's current network
     * @param client is notified of characters, possibly before this method returns
     * @param deadline when the texts must have ended, in nanoseconds of the clock
     * @return the texts; empty if there is no room for them, or the state is not {@link State#READY}
     */
    public Optional<List<ScheduledText>> submit(
            String model, Function<Vocabulary, List<GenerationRequest>> requests, TextClient client, long deadline) {
        if (state() != State.READY) {
            return Optional.empty();
        }
        TextGenerator generator = Objects.requireNonNull(current.get(model), model);
        List<ScheduledText> submitted = requests.apply(generator.vocabulary()).stream()
                .map(request -> new ScheduledText(generator, request, client, deadline))
                .toList();
        return admit(submitted) ? Optional.of(submitted) : Optional.empty();
    }

    private synchronized boolean admit(List<ScheduledText> submitted) {
        // Texts that have ended do not take room, since their clients may already submit the next ones.
        texts.removeIf(text -> text.outcome().isPresent());
        if (texts.size() + submitted.size() > places + queue || state() != State.READY) {
            return false;
        }
        texts.addAll(submitted);
        notifyAll();
        return true;
    }

    /** Cancels texts: waiting ones leave at once, running ones before the next step. No effect after their end. */
    public synchronized void cancel(List<ScheduledText> cancelled) {
        cancelled.forEach(ScheduledText::cancel);
        texts.removeIf(text -> !text.hasBegun() && cancelled.contains(text));
        notifyAll();
    }

    private void run() {
        Outcome outcome = Outcome.FAILED;
        try {
            for (List<TextGenerator> next = next(); !next.isEmpty(); next = next()) {
                next.forEach(generator -> characters.add(generator.step()));
            }
            outcome = Outcome.STOPPED;
        } catch (InterruptedException e) {
            outcome = Outcome.STOPPED;
        } catch (Throwable e) { // an Error must end the texts too
            LOG.error("the decoding thread failed", e);
        } finally {
            end(outcome);
        }
    }

    /** Waits until texts have places, and returns their generators; none if the thread has to end. */
    private synchronized List<TextGenerator> next() throws InterruptedException {
        removeEnded();
        while (texts.isEmpty() && !stopped) {
            wait();
            removeEnded();
        }
        List<ScheduledText> running = stopped ? List.of() : texts.subList(0, running());
        running.forEach(ScheduledText::begin);
        return running.stream().map(ScheduledText::generator).distinct().toList();
    }

    /** Stops the texts that are cancelled or whose deadline has passed, and removes all that have ended. */
    private void removeEnded() {
        long now = clock.getAsLong();
        texts.forEach(text -> text.stopIfDue(now));
        texts.removeIf(text -> text.outcome().isPresent());
        notifyAll();
    }

    /** Ends all texts, without using their networks, which may have failed. */
    private synchronized void end(Outcome outcome) {
        ended = true;
        texts.forEach(text -> text.end(outcome));
        texts.clear();
        notifyAll();
    }

    /**
     * Accepts no further text, waits at most {@code time} for the accepted ones to be completed, then ends the others and the
     * thread.
     */
    public void stop(Duration time) throws InterruptedException {
        synchronized (this) {
            stopping = true;
            long end = System.nanoTime() + time.toNanos();
            for (long left = time.toNanos(); left > 0 && !texts.isEmpty(); left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            stopped = true;
            notifyAll();
        }
        thread.join();
    }
}
