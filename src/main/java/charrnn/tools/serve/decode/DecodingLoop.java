package charrnn.tools.serve.decode;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.sample.GenerationRequest;
import charrnn.sample.TextGenerator;
import charrnn.tools.serve.decode.ScheduledText.Outcome;
import charrnn.tools.serve.decode.ScheduledText.TextClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
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
 * texts, the probabilities of a text are equal up to rounding. Thread-safe.
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
    private final Deque<ScheduledText> waiting = new ArrayDeque<>();
    private final List<ScheduledText> running = new ArrayList<>(); // each has a place
    private final List<Collection<ScheduledText>> all = List.of(waiting, running);
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

    /** Number of texts that have a place. */
    public synchronized int running() {
        return running.size();
    }

    /** Number of texts that wait for a place. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** Number of characters that have been generated. */
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
     * @param time time limit of the texts
     * @return the texts; empty if there is no room for them, or the state is not {@link State#READY}
     */
    public Optional<List<ScheduledText>> submit(
            String model, Function<Vocabulary, List<GenerationRequest>> requests, TextClient client, Duration time) {
        if (state() != State.READY) {
            return Optional.empty();
        }
        long deadline = clock.getAsLong() + time.toNanos();
        TextGenerator generator = Objects.requireNonNull(current.get(model), model);
        List<ScheduledText> texts = requests.apply(generator.vocabulary()).stream()
                .map(request -> new ScheduledText(generator, request, client, deadline))
                .toList();
        return admit(texts) ? Optional.of(texts) : Optional.empty();
    }

    private synchronized boolean admit(List<ScheduledText> texts) {
        // Texts that have ended do not take room, since their clients may already submit the next ones.
        running.removeIf(text -> text.outcome().isPresent());
        boolean room = running.size() + waiting.size() + texts.size() <= places + queue;
        if (!room || state() != State.READY) {
            return false;
        }
        waiting.addAll(texts);
        notifyAll();
        return true;
    }

    /** Cancels texts: waiting ones leave at once, running ones before the next step. No effect after their end. */
    public synchronized void cancel(List<ScheduledText> texts) {
        texts.forEach(ScheduledText::cancel);
        waiting.removeAll(texts);
        notifyAll();
    }

    private void run() {
        Outcome outcome = Outcome.FAILED;
        try {
            while (awaitText()) {
                step();
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

    /** Waits until there is a text. Returns false if the thread has to end. */
    private synchronized boolean awaitText() throws InterruptedException {
        while (isEmpty() && !stopped) {
            wait();
        }
        return !stopped;
    }

    private boolean isEmpty() {
        return all.stream().allMatch(Collection::isEmpty);
    }

    private void step() {
        long now = clock.getAsLong();
        removeEnded(now);
        for (TextGenerator generator : assignPlaces()) {
            characters.add(generator.step());
        }
        removeEnded(now);
    }

    /** Stops the texts that are cancelled or whose deadline has passed, and removes all that have ended. */
    private synchronized void removeEnded(long now) {
        for (Collection<ScheduledText> texts : all) {
            texts.forEach(text -> text.stopIfDue(now));
            texts.removeIf(text -> text.outcome().isPresent());
        }
        notifyAll();
    }

    /** Assigns free places to waiting texts. Returns the generators of the running texts. */
    private synchronized List<TextGenerator> assignPlaces() {
        while (!waiting.isEmpty() && running.size() < places) {
            ScheduledText text = waiting.remove();
            running.add(text);
            text.begin();
        }
        return running.stream().map(ScheduledText::generator).distinct().toList();
    }

    /** Ends all texts, without using their networks, which may have failed. */
    private synchronized void end(Outcome outcome) {
        ended = true;
        for (Collection<ScheduledText> texts : all) {
            texts.forEach(text -> text.end(outcome));
            texts.clear();
        }
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
            for (long left = time.toNanos(); left > 0 && !isEmpty(); left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            stopped = true;
            notifyAll();
        }
        thread.join();
    }
}
