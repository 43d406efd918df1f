package charrnn.tools.serve.decode;

import charrnn.model.LanguageModel;
import charrnn.sample.TextGenerator;
import java.util.ArrayList;
import java.util.List;

/** The texts of one network: running ones, which are generated together, and parked ones, which are paused. */
final class Batch {
    private final TextGenerator generator;
    private final Runnable onLeave;
    private final List<ScheduledText> running = new ArrayList<>();
    private final List<ScheduledText> parked = new ArrayList<>();

    /** @param onLeave called for each text that leaves */
    Batch(LanguageModel model, Runnable onLeave) {
        this.generator = new TextGenerator(model);
        this.onLeave = onLeave;
    }

    /** Number of texts, including parked ones. */
    int size() {
        return running.size() + parked.size();
    }

    int parked() {
        return parked.size();
    }

    void join(ScheduledText text) {
        try {
            text.begin(generator);
            running.add(text);
        } catch (RuntimeException e) {
            text.fail(e);
            onLeave.run();
        }
    }

    /**
     * Parks texts whose clients are slow to read. Their streams stay as they are until {@link #resume}.
     *
     * @param most largest number of places to free
     * @param room number of texts that may be parked; further ones end as {@link Outcome#UNREAD}
     * @return number of freed places
     */
    int park(int most, int room) {
        int before = running.size();
        for (int i = before - 1; i >= 0 && before - running.size() < most; i--) {
            ScheduledText text = running.get(i);
            if (!text.isBehind()) {
                continue;
            }
            running.remove(i);
            if (before - running.size() <= room) {
                generator.pause(text.generated());
                parked.add(text);
            } else {
                text.end(Outcome.UNREAD);
                leave(text);
            }
        }
        return before - running.size();
    }

    /**
     * Resumes parked texts.
     *
     * @param most largest number of texts to resume
     * @param includeSlow whether to include texts whose clients are still slow to read
     */
    void resume(int most, boolean includeSlow) {
        List<ScheduledText> resumed = parked.stream()
                .filter(text -> includeSlow || !text.isBehind())
                .limit(most)
                .toList();
        resumed.forEach(text -> generator.resume(text.generated()));
        running.addAll(resumed);
        parked.removeAll(resumed);
    }

    /**
     * Removes texts that are cancelled or whose deadline has passed, then reads or generates one character of each running text.
     *
     * @return number of generated characters
     */
    int step(long now) {
        removeEnded(running, now);
        removeEnded(parked, now);
        int generated = generator.step();
        running.removeIf(text -> {
            if (text.hasEnded()) {
                onLeave.run();
            }
            return text.hasEnded();
        });
        return generated;
    }

    private void removeEnded(List<ScheduledText> texts, long now) {
        List<ScheduledText> removed =
                texts.stream().filter(text -> text.isCancelledOrExpired(now)).toList();
        texts.removeAll(removed);
        removed.forEach(text -> {
            text.end(Outcome.TIMEOUT);
            leave(text);
        });
    }

    private void leave(ScheduledText text) {
        generator.remove(text.generated());
        onLeave.run();
    }

    /** Ends all texts without using the network, which may have failed. */
    void end(Outcome outcome) {
        List<ScheduledText> all = new ArrayList<>(running);
        all.addAll(parked);
        running.clear();
        parked.clear();
        all.forEach(text -> {
            text.end(outcome);
            onLeave.run();
        });
    }
}
