package charrnn.tools.serve.decode;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Queues texts and assigns places to them in their order. A place allows one text to be generated. Thread-safe. */
final class Scheduler {
    private final int streams;
    private final int queue;
    private final Deque<ScheduledText> waiting = new ArrayDeque<>();
    private int started; // running and parked texts
    private int parked;
    private boolean closed;
    private boolean woken;

    /**
     * @param streams number of texts that are generated at the same time
     * @param queue number of texts that may wait
     */
    Scheduler(int streams, int queue) {
        this.streams = streams;
        this.queue = queue;
    }

    synchronized int waiting() {
        return waiting.size();
    }

    /** Number of texts that are generated at present. */
    synchronized int running() {
        return started - parked;
    }

    synchronized int parked() {
        return parked;
    }

    /** @param texts number of parked texts */
    synchronized void setParked(int texts) {
        parked = texts;
    }

    /** Number of free places. */
    synchronized int freePlaces() {
        return streams - running();
    }

    /** Number of waiting texts for which there is no free place. */
    synchronized int missingPlaces() {
        return Math.max(0, waiting.size() - freePlaces());
    }

    /** Adds all texts to the queue, or none if there is no room for all or the scheduler is closed. */
    synchronized boolean admit(List<ScheduledText> texts) {
        if (closed || running() + waiting.size() + texts.size() > streams + queue) {
            return false;
        }
        waiting.addAll(texts);
        notifyAll();
        return true;
    }

    /** Removes the next waiting text and gives it a place, if one is free. */
    synchronized Optional<ScheduledText> next() {
        if (waiting.isEmpty() || freePlaces() == 0) {
            return Optional.empty();
        }
        started++;
        return Optional.of(waiting.remove());
    }

    /** Frees the place of a text that has ended. */
    synchronized void freePlace() {
        started--;
        notifyAll();
    }

    /** Removes those of the texts that are waiting. */
    synchronized void removeFromQueue(List<ScheduledText> texts) {
        waiting.removeAll(texts);
        notifyAll();
    }

    /** Removes the waiting texts whose deadline has passed. */
    synchronized List<ScheduledText> removeExpired(long now) {
        List<ScheduledText> expired =
                waiting.stream().filter(text -> text.isExpired(now)).toList();
        waiting.removeAll(expired);
        return expired;
    }

    /** Admits no further text. */
    synchronized void close() {
        closed = true;
    }

    /** Removes all waiting texts. */
    synchronized List<ScheduledText> removeAll() {
        List<ScheduledText> all = new ArrayList<>(waiting);
        waiting.clear();
        notifyAll();
        return all;
    }

    /** Waits until there is a text that waits or has started, or {@link #wake} is called. */
    synchronized void awaitText() throws InterruptedException {
        while (waiting.isEmpty() && started == 0 && !woken) {
            wait();
        }
        woken = false;
    }

    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /** Waits until all texts have ended, or {@code atMost} has passed. */
    synchronized void awaitEmpty(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toNanos(); left > 0 && waiting.size() + started > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
