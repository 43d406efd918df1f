package charrnn.tools.serve.decode;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.sample.GenerationRequest;
import charrnn.sample.TextGenerator;
import charrnn.tools.serve.decode.ScheduledText.Outcome;
import charrnn.tools.serve.decode.ScheduledText.TextClient;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that generates all texts, one character of each per step. Texts join and leave between steps; each is the same
 * as if it were generated alone.
 */
public final class DecodingLoop implements AutoCloseable {
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

    private final Scheduler scheduler;
    private final LongSupplier clock;
    private final Counter steps;
    private final Counter characters;
    private final Thread thread = new Thread(this::run, "decoding");
    private final Collection<String> models;
    private final Map<String, TextGenerator> current = new ConcurrentHashMap<>(); // by the model's name
    private volatile boolean stopping;
    private volatile boolean stopped;

    /**
     * @param models names of the models
     * @param places number of texts that are generated at the same time
     * @param queue number of texts that may wait, and number of texts that may be parked
     * @param clock nanoseconds, as {@code System::nanoTime}
     */
    public DecodingLoop(Collection<String> models, int places, int queue, LongSupplier clock, MeterRegistry meters) {
        this.scheduler = new Scheduler(places, queue);
        this.models = models;
        this.clock = clock;
        this.steps = meters.counter("charrnn.steps");
        this.characters = meters.counter("charrnn.characters");
        Gauge.builder("charrnn.streams", scheduler, Scheduler::running)
                .description("Texts that have a place")
                .register(meters);
        Gauge.builder("charrnn.queue", scheduler, Scheduler::waiting)
                .description("Texts that wait for a place")
                .register(meters);
        Gauge.builder("charrnn.parked", scheduler, Scheduler::parked)
                .description("Texts that are parked until their clients read")
                .register(meters);
        thread.setDaemon(true);
        thread.start();
    }

    public State state() {
        if (stopping) {
            return State.STOPPING;
        }
        if (!thread.isAlive()) {
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

    /** Whether an earlier network of a model has texts to complete. */
    public boolean hasEarlierNetwork(String model) {
        return scheduler.hasOtherGenerator(model, Objects.requireNonNull(current.get(model), model));
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
                .map(request -> new ScheduledText(model, generator, request, client, deadline))
                .toList();
        return scheduler.admit(texts) ? Optional.of(texts) : Optional.empty();
    }

    /** Cancels texts; no effect on those that have ended. */
    public void cancel(List<ScheduledText> texts) {
        scheduler.cancel(texts);
    }

    private void run() {
        Outcome outcome = Outcome.FAILED;
        try {
            while (!stopped) {
                scheduler.awaitText();
                step();
            }
            outcome = Outcome.STOPPED;
        } catch (InterruptedException e) {
            outcome = Outcome.STOPPED;
        } catch (Throwable e) { // an Error must end the texts too
            LOG.error("the decoding thread failed", e);
        } finally {
            scheduler.end(outcome);
        }
    }

    private void step() {
        long now = clock.getAsLong();
        scheduler.removeEnded(now);
        scheduler.assignPlaces();
        for (TextGenerator generator : scheduler.generators()) {
            characters.increment(generator.step());
        }
        steps.increment();
        scheduler.removeEnded(now);
    }

    /**
     * Accepts no further text, waits at most {@code time} for the accepted ones to be completed, then ends the others and the
     * thread.
     */
    public void stop(Duration time) throws InterruptedException {
        stopping = true;
        scheduler.close();
        if (thread.isAlive()) {
            scheduler.awaitEmpty(time);
        }
        stopped = true;
        scheduler.wake();
        thread.join();
    }

    /** Stops at once. */
    @Override
    public void close() throws InterruptedException {
        stop(Duration.ZERO);
    }
}
