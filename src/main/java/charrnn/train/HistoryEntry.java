package charrnn.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code history.jsonl}.
 *
 * @param step updates done
 * @param epoch pass over the text, from 0, with its fraction
 * @param chars characters trained on
 * @param seconds training time in this run's folder, earlier sittings included
 * @param learningRate rate of the last update
 * @param trainBpc mean bits per character since the line before
 * @param validationBpc bits per character of the validation text, where it was measured
 * @param gradientNorm global norm of the last gradient before clipping, nats per character
 * @param charsPerSecond training speed since the line before
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HistoryEntry(
        long step,
        double epoch,
        long chars,
        double seconds,
        double learningRate,
        double trainBpc,
        @Nullable Double validationBpc,
        double gradientNorm,
        double charsPerSecond) {}
