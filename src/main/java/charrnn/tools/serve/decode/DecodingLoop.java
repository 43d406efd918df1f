package charrnn.tools.serve.decode;

import charrnn.corpus.Vocabulary;
import charrnn.model.BatchLanguageModel;
import charrnn.sample.GenerationRequest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes all texts, a character of each at a time. Texts come and go between characters, and each is what
 * it would be alone.
 */
public final class DecodingLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DecodingLoop.class);

    /** Whether texts can be written. */
    public enum State {
        /** Some models have no network yet. */
        LOADING,
        READY,
        /** No text is accepted any more; those accepted may still be written. */
        STOPPING,
        /** The thread has died of a failure. */
        DEAD
    }

    private final Scheduler scheduler;
    private final int mostParked;
    private final LongSupplier clock;
    private final Counter steps;
    private final Counter characters;
    private final Thread thread = new Thread(this::run, "decoding");
    private final Map<String, ServedModel> models =
            new LinkedHashMap<>(); // by their names; filled by the constructor alone
    private volatile boolean stopping;
    private volatile boolean stopped;

    /**
     * @param names of the models, which share the places
     * @param streams how many texts are written at the same time
     * @param queue how many texts may wait for a place, and how many may be parked
     * @param clock nanoseconds, as {@code System::nanoTime}
     */
    public DecodingLoop(Collection<String> names, int streams, int queue, LongSupplier clock, MeterRegistry meters) {
        this.scheduler = new Scheduler(streams, queue);
        this.mostParked = queue;
        names.forEach(name -> models.put(name, new ServedModel(scheduler::free)));
        this.clock = clock;
        this.steps = meters.counter("charrnn.steps");
        this.characters = meters.counter("charrnn.characters");
        Gauge.builder("charrnn.streams", scheduler, Scheduler::taken)
                .description("Texts that are being read or written")
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
        return models.values().stream().allMatch(model -> model.vocabulary().isPresent()) ? State.READY : State.LOADING;
    }

    /**
     * Texts of a model that begin from now on are written by this network, which must have no streams and belongs to the
     * loop.
     */
    public void adopt(String model, BatchLanguageModel network) {
        model(model).offer(network);
        scheduler.wake();
    }

    /**
     * The vocabulary of a model's present network. A text that has to wait may be written by a later network.
     *
     * @throws IllegalStateException if there is none yet
     */
    public Vocabulary vocabulary(String model) {
        return model(model).vocabulary().orElseThrow(() -> new IllegalStateException("there is no network yet"));
    }

    /** Number of a model's networks in use: more than one while texts are completed by an earlier one. */
    public int networks(String model) {
        return model(model).networks();
    }

    private ServedModel model(String name) {
        return Objects.requireNonNull(models.get(name), name);
    }

    /**
     * A text that is to be generated.
     *
     * @param model name of the model that generates it
     */
    public record Submission(String model, GenerationRequest request, TextListener listener) {}

    /**
     * Accepts texts, all or none.
     *
     * @param time after which they end, complete or not
     * @return nothing if there is no room for them, or the state is not {@link State#READY}
     */
    public Optional<RequestHandle> submit(List<Submission> submissions, Duration time) {
        long deadline = clock.getAsLong() + time.toNanos();
        List<ScheduledText> texts = submissions.stream()
                .map(submission ->
                        new ScheduledText(submission.model(), submission.request(), submission.listener(), deadline))
                .toList();
        return state() == State.READY && scheduler.admit(texts)
                ? Optional.of(new RequestHandle(scheduler, texts))
                : Optional.empty();
    }

    private void run() {
        Outcome finish = Outcome.FAILED;
        try {
            while (!stopped) {
                scheduler.awaitText();
                turn();
            }
            finish = Outcome.STOPPED;
        } catch (InterruptedException e) {
            finish = Outcome.STOPPED;
        } catch (Throwable e) { // an Error, too, must end the texts
            LOG.error("the decoding thread died", e);
        } finally {
            end(finish);
        }
    }

    private void turn() {
        models.values().forEach(ServedModel::adoptOffered);
        long now = clock.getAsLong();
        scheduler.late(now).forEach(text -> text.end(Outcome.TIMEOUT));
        if (batches().isEmpty()) {
            return;
        }
        assignPlaces();
        for (Batch batch : batches()) {
            characters.increment(batch.step(now));
        }
        countParked();
        steps.increment();
        models.values().forEach(ServedModel::release);
    }

    /**
     * Assigns free places: first to parked texts whose readers have caught up, then to waiting texts, last to the other
     * parked texts.
     */
    private void assignPlaces() {
        int lacking = scheduler.lacking();
        for (Batch batch : batches()) {
            lacking -= batch.park(lacking, mostParked - scheduler.parked());
            countParked();
        }
        resume(false);
        for (Optional<ScheduledText> text = scheduler.take(); text.isPresent(); text = scheduler.take()) {
            model(text.get().model()).join(text.get());
        }
        resume(true);
    }

    private void resume(boolean behind) {
        for (Batch batch : batches()) {
            batch.resume(scheduler.vacant(), behind);
            countParked();
        }
    }

    private void countParked() {
        scheduler.setParked(batches().stream().mapToInt(Batch::parked).sum());
    }

    /** The batches of all models. */
    private List<Batch> batches() {
        return models.values().stream()
                .flatMap(model -> model.batches().stream())
                .toList();
    }

    private void end(Outcome finish) {
        scheduler.close();
        batches().forEach(batch -> batch.end(finish));
        scheduler.empty().forEach(text -> text.end(finish));
    }

    /**
     * Accepts no further text, gives those accepted the time to be completed, ends those that are not, and the thread.
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
