package charrnn.tools.serve.decode;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Assigns the places in the batches to waiting texts: first come, first served. Thread-safe. */
final class Scheduler {
    private final int streams;
    private final int queue;
    private final Deque<ScheduledText> waiting = new ArrayDeque<>();
    private int taken; // including those of parked texts
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

    /** Number of texts that have a place and are not parked. */
    synchronized int taken() {
        return taken - parked;
    }

    synchronized int parked() {
        return parked;
    }

    /** @param texts number of parked texts */
    synchronized void setParked(int texts) {
        parked = texts;
    }

    /** Number of free places. */
    synchronized int vacant() {
        return streams - taken();
    }

    /** Number of waiting texts for which no place is free. */
    synchronized int lacking() {
        return Math.max(0, waiting.size() - vacant());
    }

    /** Adds texts to the queue: all of them, or none if there is no room or the scheduler is closed. */
    synchronized boolean admit(List<ScheduledText> texts) {
        if (closed || taken() + waiting.size() + texts.size() > streams + queue) {
            return false;
        }
        waiting.addAll(texts);
        notifyAll();
        return true;
    }

    /** Removes the next text from the queue, if there is a place for it. */
    synchronized Optional<ScheduledText> take() {
        if (waiting.isEmpty() || vacant() == 0) {
            return Optional.empty();
        }
        taken++;
        return Optional.of(waiting.remove());
    }

    /** Frees the place of a text. */
    synchronized void free() {
        taken--;
        notifyAll();
    }

    /** Removes texts from the queue; those that have a place keep it. */
    synchronized void forget(List<ScheduledText> texts) {
        waiting.removeAll(texts);
        notifyAll();
    }

    /** Removes the texts whose time is over from the queue. */
    synchronized List<ScheduledText> late(long now) {
        List<ScheduledText> late =
                waiting.stream().filter(text -> text.isLate(now)).toList();
        waiting.removeAll(late);
        return late;
    }

    /** Admits no further text. */
    synchronized void close() {
        closed = true;
    }

    /** Removes all texts from the queue. */
    synchronized List<ScheduledText> empty() {
        List<ScheduledText> all = new ArrayList<>(waiting);
        waiting.clear();
        notifyAll();
        return all;
    }

    /** Waits until there is a text, or {@link #wake} is called. */
    synchronized void awaitText() throws InterruptedException {
        while (waiting.isEmpty() && taken == 0 && !woken) {
            wait();
        }
        woken = false;
    }

    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /** Waits until there is no text, at most for a time. */
    synchronized void awaitEmpty(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toNanos(); left > 0 && waiting.size() + taken > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
