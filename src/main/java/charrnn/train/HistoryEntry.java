package charrnn.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code history.jsonl}: a report, a sample or an event. What its kind does not have is null and not written.
 *
 * @param step updates done
 * @param epoch pass over the text, from 0, with its fraction
 * @param chars characters trained on
 * @param seconds training time in this run's folder, earlier sittings included
 * @param learningRate rate of the last update
 * @param trainBpc mean bits per character since the report before
 * @param validationBpc bits per character of the validation text, where it was measured
 * @param best true where that is the lowest so far
 * @param parses share of the functions in the scored samples that parse, where there were any
 * @param functions number of those functions, where samples were scored
 * @param gradientNorm global norm of the last gradient before clipping, nats per character
 * @param charsPerSecond training speed since the report before
 * @param sample text that the network wrote, its prime included
 * @param event what else happened, in a sentence
 * @param lostLines number of lines that were lost before this event; null for other entries
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HistoryEntry(
        long step,
        double epoch,
        long chars,
        double seconds,
        @Nullable Double learningRate,
        @Nullable Double trainBpc,
        @Nullable Double validationBpc,
        @Nullable Boolean best,
        @Nullable Double parses,
        @Nullable Integer functions,
        @Nullable Double gradientNorm,
        @Nullable Double charsPerSecond,
        @Nullable String sample,
        @Nullable String event,
        @Nullable Long lostLines) {

    static HistoryEntry sample(Moment now, String text) {
        return note(now, text, null, null);
    }

    static HistoryEntry event(Moment now, String text) {
        return note(now, null, text, null);
    }

    /** An event that records the loss of earlier lines. */
    static HistoryEntry loss(Moment now, String text, long lostLines) {
        return note(now, null, text, lostLines);
    }

    private static HistoryEntry note(
            Moment now, @Nullable String sample, @Nullable String event, @Nullable Long lostLines) {
        return new HistoryEntry(
                now.step(),
                now.epoch(),
                now.chars(),
                now.seconds(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                sample,
                event,
                lostLines);
    }

    /** When a line was written: the fields that every line has. */
    record Moment(long step, double epoch, long chars, double seconds) {}
}
