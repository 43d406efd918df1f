package charrnn.serve.decode;

import charrnn.corpus.Vocabulary;
import charrnn.model.BatchLanguageModel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
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
        /** There is no network yet. */
        LOADING,
        READY,
        /** No text is accepted any more; those accepted may still be written. */
        STOPPING,
        /** The thread has died of a failure. */
        DEAD
    }

    private final Places places;
    private final int mostParked;
    private final LongSupplier clock;
    private final Counter steps;
    private final Counter characters;
    private final Thread thread = new Thread(this::run, "decoding");
    private final AtomicReference<@Nullable BatchLanguageModel> offered = new AtomicReference<>();
    private final List<Batch> batches = new ArrayList<>(); // the last one is joined, the others are on their way out
    private volatile int networks;
    private volatile @Nullable Vocabulary vocabulary; // of the last network
    private volatile boolean stopping;
    private volatile boolean stopped;

    /**
     * @param streams how many texts are written at the same time
     * @param queue how many may wait besides, and how many may be parked
     * @param clock nanoseconds, as {@code System::nanoTime}
     */
    public DecodingLoop(int streams, int queue, LongSupplier clock, MeterRegistry meters) {
        this.places = new Places(streams, queue);
        this.mostParked = queue;
        this.clock = clock;
        this.steps = meters.counter("charrnn.steps");
        this.characters = meters.counter("charrnn.characters");
        Gauge.builder("charrnn.streams", places, Places::taken)
                .description("Texts that are being read or written")
                .register(meters);
        Gauge.builder("charrnn.queue", places, Places::waiting)
                .description("Texts that wait for a place")
                .register(meters);
        Gauge.builder("charrnn.parked", places, Places::parked)
                .description("Texts that leave their places to others until their clients read")
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
        return vocabulary == null ? State.LOADING : State.READY;
    }

    /** Texts that begin from now on are written by this network, which must have no streams and belongs to the loop. */
    public void adopt(BatchLanguageModel model) {
        offered.set(model);
        vocabulary = model.vocabulary();
        places.wake();
    }

    /**
     * Of the network that texts are written by if they begin now; a text that has to wait may come to another one.
     *
     * @throws IllegalStateException if there is none yet
     */
    public Vocabulary vocabulary() {
        Vocabulary known = vocabulary;
        if (known == null) {
            throw new IllegalStateException("there is no network yet");
        }
        return known;
    }

    /** How many networks are at work: more than one while texts are completed by an earlier one. */
    public int networks() {
        return networks;
    }

    /** A text and who hears of it. */
    public record Submission(TextOrder order, TextListener listener) {}

    /**
     * Accepts texts, all or none.
     *
     * @param time after which they end, complete or not
     * @return nothing if there is no room for them, or the state is not {@link State#READY}
     */
    public Optional<Ticket> submit(List<Submission> submissions, Duration time) {
        long deadline = clock.getAsLong() + time.toNanos();
        List<Text> texts = submissions.stream()
                .map(submission -> new Text(submission.order(), submission.listener(), deadline))
                .toList();
        return state() == State.READY && places.admit(texts)
                ? Optional.of(new Ticket(places, texts))
                : Optional.empty();
    }

    private void run() {
        Finish finish = Finish.FAILED;
        try {
            while (!stopped) {
                places.awaitText();
                turn();
            }
            finish = Finish.STOPPED;
        } catch (InterruptedException e) {
            finish = Finish.STOPPED;
        } catch (Throwable e) { // an Error, too, must end the texts
            LOG.error("the decoding thread died", e);
        } finally {
            end(finish);
        }
    }

    private void turn() {
        adoptOffered();
        long now = clock.getAsLong();
        places.late(now).forEach(text -> text.end(Finish.TIMEOUT));
        if (batches.isEmpty()) {
            return;
        }
        assignPlaces();
        for (Batch batch : batches) {
            characters.increment(batch.step(now));
        }
        countParked();
        steps.increment();
        batches.removeIf(batch -> batch != newest() && batch.size() == 0);
        networks = batches.size();
    }

    /** To texts whose readers keep up, to those that wait, and to those whose readers are behind, in this order. */
    private void assignPlaces() {
        int lacking = places.lacking();
        for (Batch batch : batches) {
            lacking -= batch.park(lacking, mostParked - places.parked());
            countParked();
        }
        resume(false);
        for (Optional<Text> text = places.take(); text.isPresent(); text = places.take()) {
            adoptOffered(); // it may have been offered before the text was submitted
            newest().join(text.get());
        }
        resume(true);
    }

    private void resume(boolean behind) {
        for (Batch batch : batches) {
            batch.resume(places.vacant(), behind);
            countParked();
        }
    }

    private void countParked() {
        places.setParked(batches.stream().mapToInt(Batch::parked).sum());
    }

    private void adoptOffered() {
        BatchLanguageModel model = offered.getAndSet(null);
        if (model != null) {
            batches.add(new Batch(model, places::free));
            networks = batches.size(); // before the step, which takes its time
        }
    }

    private Batch newest() {
        return batches.get(batches.size() - 1);
    }

    private void end(Finish finish) {
        places.close();
        batches.forEach(batch -> batch.end(finish));
        places.empty().forEach(text -> text.end(finish));
    }

    /**
     * Accepts no further text, gives those accepted the time to be completed, ends those that are not, and the thread.
     */
    public void stop(Duration time) throws InterruptedException {
        stopping = true;
        places.close();
        if (thread.isAlive()) {
            places.awaitEmpty(time);
        }
        stopped = true;
        places.wake();
        thread.join();
    }

    /** Stops at once. */
    @Override
    public void close() throws InterruptedException {
        stop(Duration.ZERO);
    }
}
