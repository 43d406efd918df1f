package charrnn.tools.serve.decode;

import charrnn.model.BatchLanguageModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The texts of one network; text i has stream i. The first ones are written together, the others are parked. */
final class Batch {
    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

    private final BatchLanguageModel model;
    private final Runnable freed;
    private final List<Text> texts = new ArrayList<>();
    private int running;

    /** @param freed called for each text that leaves */
    Batch(BatchLanguageModel model, Runnable freed) {
        this.model = model;
        this.freed = freed;
    }

    /** Number of texts, including parked ones. */
    int size() {
        return texts.size();
    }

    int parked() {
        return texts.size() - running;
    }

    void join(Text text) {
        if (begin(text)) {
            texts.add(text);
            swap(model.add(), running);
            running++;
        } else {
            freed.run();
        }
    }

    private boolean begin(Text text) {
        try {
            text.begin(model.vocabulary());
            return true;
        } catch (RuntimeException e) {
            LOG.error("a text cannot begin", e);
            text.end(Outcome.FAILED);
            return false;
        }
    }

    /**
     * Parks texts whose readers are behind. Their streams stay as they are until {@link #resume}.
     *
     * @param wanted how many texts to park, at most
     * @param room how many more may be parked; a further text ends as {@link Outcome#UNREAD}
     * @return how many places became free
     */
    int park(int wanted, int room) {
        int before = running;
        for (int stream = running - 1; stream >= 0 && before - running < wanted; stream--) {
            if (!texts.get(stream).isBehind()) {
                continue;
            }
            if (before - running < room) {
                running--;
                swap(stream, running);
            } else {
                texts.get(stream).end(Outcome.UNREAD);
                leave(stream);
            }
        }
        return before - running;
    }

    /**
     * Resumes parked texts.
     *
     * @param places how many texts to resume, at most
     * @param behind whether to include texts whose readers are still behind
     */
    void resume(int places, boolean behind) {
        int most = running + places;
        for (int stream = running; stream < texts.size() && running < most; stream++) {
            if (behind || !texts.get(stream).isBehind()) {
                swap(stream, running);
                running++;
            }
        }
    }

    private void swap(int a, int b) {
        if (a != b) {
            int spare = model.add();
            model.copy(a, spare);
            model.copy(b, a);
            model.copy(spare, b);
            model.remove(spare);
            Collections.swap(texts, a, b);
        }
    }

    /**
     * Removes texts that are cancelled or out of time, then reads or writes one character of each text that is not
     * parked.
     *
     * @return how many characters were written, those of prompts not counted
     */
    int step(long now) {
        dismiss(now);
        if (running == 0) {
            return 0;
        }
        model.step(texts.subList(0, running).stream().mapToInt(Text::next).toArray());
        int written = 0;
        // From the last one on, so that the stream that takes the number of a finished one has had its turn.
        for (int stream = running - 1; stream >= 0; stream--) {
            written += texts.get(stream).isWritten() ? 1 : 0;
            if (hear(stream)) {
                leave(stream);
            }
        }
        return written;
    }

    private void dismiss(long now) {
        for (int stream = texts.size() - 1; stream >= 0; stream--) {
            Text text = texts.get(stream);
            if (text.isCancelled() || text.isLate(now)) {
                text.end(Outcome.TIMEOUT);
                leave(stream);
            }
        }
    }

    /** What goes wrong with one text, where a network gives no symbol a probability for instance, is no other's fault. */
    private boolean hear(int stream) {
        try {
            return texts.get(stream).hear(model.vocabulary(), model.logProbabilities(stream));
        } catch (RuntimeException e) {
            LOG.error("a text failed", e);
            return texts.get(stream).end(Outcome.FAILED);
        }
    }

    /** Removes a text. The last running text takes its stream, and the last parked one the stream of that. */
    private void leave(int stream) {
        int gap = stream;
        if (stream < running) {
            running--;
            gap = running;
            if (stream < gap) {
                model.copy(gap, stream);
                texts.set(stream, texts.get(gap));
            }
        }
        model.remove(gap);
        Text last = texts.remove(texts.size() - 1);
        if (gap < texts.size()) {
            texts.set(gap, last);
        }
        freed.run();
    }

    /** Ends all texts. */
    void end(Outcome finish) {
        running = 0;
        while (!texts.isEmpty()) {
            texts.remove(texts.size() - 1).end(finish);
            freed.run();
        }
    }
}
