package charrnn.tools.serve.decode;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Who has a place in a batch and who waits for one: first come, first served. Thread-safe. */
final class Scheduler {
    private final int streams;
    private final int queue;
    private final Deque<Text> waiting = new ArrayDeque<>();
    private int taken; // including those of parked texts
    private int parked;
    private boolean closed;
    private boolean woken;

    /**
     * @param streams how many texts are written at the same time
     * @param queue how many may wait besides
     */
    Scheduler(int streams, int queue) {
        this.streams = streams;
        this.queue = queue;
    }

    synchronized int waiting() {
        return waiting.size();
    }

    /** Number of texts that are read or written, without parked ones. */
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

    /** Lets texts wait for their places, all of them or, where there is no room or no more to come in, none. */
    synchronized boolean admit(List<Text> texts) {
        if (closed || taken() + waiting.size() + texts.size() > streams + queue) {
            return false;
        }
        waiting.addAll(texts);
        notifyAll();
        return true;
    }

    /** The next text that waits, if there is a place for it. */
    synchronized Optional<Text> take() {
        if (waiting.isEmpty() || vacant() == 0) {
            return Optional.empty();
        }
        taken++;
        return Optional.of(waiting.remove());
    }

    /** A text has left its place. */
    synchronized void free() {
        taken--;
        notifyAll();
    }

    /** These do not wait any longer; those that have a place keep it. */
    synchronized void forget(List<Text> texts) {
        waiting.removeAll(texts);
        notifyAll();
    }

    /** Those that have waited for too long, who do so no longer. */
    synchronized List<Text> late(long now) {
        List<Text> late = waiting.stream().filter(text -> text.isLate(now)).toList();
        waiting.removeAll(late);
        return late;
    }

    /** Nobody comes in any more. */
    synchronized void close() {
        closed = true;
    }

    /** Those that wait, who do so no longer. */
    synchronized List<Text> empty() {
        List<Text> all = new ArrayList<>(waiting);
        waiting.clear();
        notifyAll();
        return all;
    }

    /** Returns when there is a text, or somebody calls {@link #wake}. */
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

    /** Waits until there is no text, but no longer than this. */
    synchronized void awaitEmpty(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toNanos(); left > 0 && waiting.size() + taken > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
