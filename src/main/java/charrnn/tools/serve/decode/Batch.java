package charrnn.tools.serve.decode;

import charrnn.model.LanguageModel;
import charrnn.sample.TextGenerator;
import java.util.ArrayList;
import java.util.List;

/** The texts of one network: running ones, which are generated together, and parked ones. */
final class Batch {
    private final TextGenerator generator;
    private final Runnable freed;
    private final List<ScheduledText> running = new ArrayList<>();
    private final List<ScheduledText> parked = new ArrayList<>();

    /** @param freed called for each text that leaves */
    Batch(LanguageModel model, Runnable freed) {
        this.generator = new TextGenerator(model);
        this.freed = freed;
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
            freed.run();
        }
    }

    /**
     * Parks texts whose clients are slow to read. Their streams stay as they are until {@link #resume}.
     *
     * @param wanted how many texts to park, at most
     * @param room how many more may be parked; a further text ends as {@link Outcome#UNREAD}
     * @return how many places became free
     */
    int park(int wanted, int room) {
        int before = running.size();
        for (int i = before - 1; i >= 0 && before - running.size() < wanted; i--) {
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
     * @param places how many texts to resume, at most
     * @param behind whether to include texts whose clients are still slow to read
     */
    void resume(int places, boolean behind) {
        List<ScheduledText> resumed = parked.stream()
                .filter(text -> behind || !text.isBehind())
                .limit(places)
                .toList();
        resumed.forEach(text -> generator.resume(text.generated()));
        running.addAll(resumed);
        parked.removeAll(resumed);
    }

    /**
     * Removes texts that are cancelled or out of time, then reads or generates one character of each running text.
     *
     * @return number of generated characters
     */
    int step(long now) {
        dismiss(running, now);
        dismiss(parked, now);
        int generated = generator.step();
        running.removeIf(text -> {
            if (text.isOver()) {
                freed.run();
            }
            return text.isOver();
        });
        return generated;
    }

    private void dismiss(List<ScheduledText> texts, long now) {
        List<ScheduledText> due = texts.stream().filter(text -> text.isDue(now)).toList();
        texts.removeAll(due);
        due.forEach(text -> {
            text.end(Outcome.TIMEOUT);
            leave(text);
        });
    }

    private void leave(ScheduledText text) {
        generator.remove(text.generated());
        freed.run();
    }

    /** Ends all texts, with a network that may be broken. */
    void end(Outcome outcome) {
        List<ScheduledText> all = new ArrayList<>(running);
        all.addAll(parked);
        running.clear();
        parked.clear();
        all.forEach(text -> {
            text.end(outcome);
            freed.run();
        });
    }
}
