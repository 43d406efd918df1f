package charrnn.tools.serve.decode;

import charrnn.sample.TextGenerator;
import charrnn.tools.serve.decode.ScheduledText.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The waiting, running and parked texts of all models. A running text has a place and is generated; a parked one has begun and
 * is paused until its client has caught up. Thread-safe.
 */
final class Scheduler {
    private final int places;
    private final int queue;
    private final Deque<ScheduledText> waiting = new ArrayDeque<>();
    private final List<ScheduledText> running = new ArrayList<>();
    private final List<ScheduledText> parked = new ArrayList<>();
    private final List<Collection<ScheduledText>> all = List.of(waiting, running, parked);
    private boolean closed;
    private boolean woken;

    /**
     * @param places number of texts that are generated at the same time
     * @param queue number of texts that may wait, and number of texts that may be parked
     */
    Scheduler(int places, int queue) {
        this.places = places;
        this.queue = queue;
    }

    synchronized int waiting() {
        return waiting.size();
    }

    synchronized int running() {
        return running.size();
    }

    synchronized int parked() {
        return parked.size();
    }

    /** The generators of the running texts. */
    synchronized List<TextGenerator> generators() {
        return running.stream().map(ScheduledText::generator).distinct().toList();
    }

    /** Whether a text of a model, waiting ones included, has another generator than the given one. */
    synchronized boolean hasOtherGenerator(String model, TextGenerator current) {
        return all.stream()
                .flatMap(Collection::stream)
                .anyMatch(text -> text.model().equals(model) && text.generator() != current);
    }

    /**
     * Adds all texts to the queue, or none if there is no room for all or the scheduler is closed. Texts that have ended do
     * not take room, since their clients may already submit the next ones.
     */
    synchronized boolean admit(List<ScheduledText> texts) {
        running.removeIf(text -> text.outcome().isPresent());
        if (closed || running.size() + waiting.size() + texts.size() > places + queue) {
            return false;
        }
        waiting.addAll(texts);
        notifyAll();
        return true;
    }

    /** Cancels texts: waiting ones leave at once, running and parked ones before the next step. */
    synchronized void cancel(List<ScheduledText> texts) {
        texts.forEach(ScheduledText::cancel);
        waiting.removeAll(texts);
        notifyAll();
    }

    /** Stops the texts that are cancelled or whose deadline has passed, and removes all that have ended. */
    synchronized void removeEnded(long now) {
        for (Collection<ScheduledText> texts : all) {
            texts.forEach(text -> text.stopIfDue(now));
            texts.removeIf(text -> text.outcome().isPresent());
        }
        notifyAll();
    }

    /**
     * Assigns free places: first to parked texts whose clients have caught up, then to waiting texts, and last to the
     * other parked texts.
     */
    synchronized void assignPlaces() {
        park();
        resume(false);
        while (!waiting.isEmpty() && running.size() < places) {
            ScheduledText text = waiting.remove();
            running.add(text);
            text.begin();
        }
        resume(true);
    }

    /**
     * Frees the places of texts whose clients are slow, the newest first, while waiting texts need places. The texts are
     * parked or, if too many are parked already, end as {@link Outcome#UNREAD}.
     */
    private void park() {
        for (int i = running.size() - 1; i >= 0 && waiting.size() > places - running.size(); i--) {
            ScheduledText text = running.get(i);
            if (text.isSlow()) {
                running.remove(i);
                if (parked.size() < queue) {
                    text.park();
                    parked.add(text);
                } else {
                    text.stop(Outcome.UNREAD);
                }
            }
        }
    }

    /** Assigns free places to parked texts; to those of slow clients only if {@code includeSlow}. */
    private void resume(boolean includeSlow) {
        List<ScheduledText> resumed = parked.stream()
                .filter(text -> includeSlow || !text.isSlow())
                .limit(places - running.size())
                .toList();
        resumed.forEach(ScheduledText::resume);
        running.addAll(resumed);
        parked.removeAll(resumed);
    }

    /** Admits no further text. */
    synchronized void close() {
        closed = true;
    }

    /** Closes the scheduler and ends all texts, without using their networks, which may have failed. */
    synchronized void end(Outcome outcome) {
        close();
        for (Collection<ScheduledText> texts : all) {
            texts.forEach(text -> text.end(outcome));
            texts.clear();
        }
        notifyAll();
    }

    private boolean isEmpty() {
        return all.stream().allMatch(Collection::isEmpty);
    }

    /** Waits until there is a text, or {@link #wake} is called. */
    synchronized void awaitText() throws InterruptedException {
        while (isEmpty() && !woken) {
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
        for (long left = atMost.toNanos(); left > 0 && !isEmpty(); left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
