package charrnn.tools.serve.decode;

import java.util.List;

/** The texts of one request. */
public final class RequestHandle {
    private final Scheduler scheduler;
    private final List<ScheduledText> texts;

    RequestHandle(Scheduler scheduler, List<ScheduledText> texts) {
        this.scheduler = scheduler;
        this.texts = texts;
    }

    /**
     * Cancels the texts: those that wait leave the queue at once, the others their places before the next step. Has no
     * effect on texts that are complete.
     */
    public void cancel() {
        texts.forEach(ScheduledText::cancel);
        scheduler.forget(texts);
    }
}
