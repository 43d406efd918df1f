package charrnn.serve.decode;

import charrnn.model.BatchLanguageModel;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The texts that one network writes together; text i has stream i. */
final class Batch {
    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

    private final BatchLanguageModel model;
    private final Runnable freed;
    private final List<Text> texts = new ArrayList<>();

    /** @param freed called for each text that leaves */
    Batch(BatchLanguageModel model, Runnable freed) {
        this.model = model;
        this.freed = freed;
    }

    int size() {
        return texts.size();
    }

    void join(Text text) {
        if (begin(text)) {
            texts.add(text);
            model.add();
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
            text.end(Finish.FAILED);
            return false;
        }
    }

    /**
     * Lets those leave that nobody wants or whose time is over, then each text goes on by a character.
     *
     * @return how many characters were written, those of prompts not counted
     */
    int step(long now) {
        dismiss(now);
        if (texts.isEmpty()) {
            return 0;
        }
        model.step(texts.stream().mapToInt(Text::next).toArray());
        int written = 0;
        // From the last one on, so that the stream that takes the number of a finished one has had its turn.
        for (int stream = texts.size() - 1; stream >= 0; stream--) {
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
                text.end(Finish.TIMEOUT);
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
            return texts.get(stream).end(Finish.FAILED);
        }
    }

    private void leave(int stream) {
        model.remove(stream);
        Text last = texts.remove(texts.size() - 1);
        if (stream < texts.size()) {
            texts.set(stream, last);
        }
        freed.run();
    }

    /** Ends all texts. */
    void end(Finish finish) {
        while (!texts.isEmpty()) {
            texts.remove(texts.size() - 1).end(finish);
            freed.run();
        }
    }
}
