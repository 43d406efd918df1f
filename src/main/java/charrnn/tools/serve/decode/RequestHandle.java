package charrnn.tools.serve.decode;

import java.util.List;

/** Stands for the texts of one request. */
public final class RequestHandle {
    private final Scheduler places;
    private final List<Text> texts;

    RequestHandle(Scheduler places, List<Text> texts) {
        this.places = places;
        this.texts = texts;
    }

    /**
     * Nobody wants these texts any more: those that wait leave the queue at once, the others their places before the next
     * step. Does nothing for those that are complete.
     */
    public void cancel() {
        texts.forEach(Text::cancel);
        places.forget(texts);
    }
}
