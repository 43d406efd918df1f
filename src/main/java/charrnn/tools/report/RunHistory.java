package charrnn.tools.report;

import java.util.List;

/**
 * What a {@code history.jsonl} tells, in its order.
 *
 * @param reports lines that measure something
 * @param samples texts that the network wrote, prime included
 * @param events what else happened: a rollback, a cut of the rate, a failed save
 * @param unreadable lines that were left out: cut off, or not of a history
 */
record RunHistory(List<Report> reports, List<Note> samples, List<Note> events, int unreadable) {

    /**
     * When a line was written.
     *
     * @param step updates made
     * @param epoch passes over the text, with a fraction; NaN where it is not told
     * @param chars characters trained on
     * @param seconds time spent training
     */
    record Moment(long step, double epoch, long chars, double seconds) {}

    /**
     * Measurements; NaN for what was not measured.
     *
     * @param at when
     * @param learningRate rate of the last update
     * @param trainBpc loss on the training text since the line before, bits per character
     * @param validationBpc loss on the validation text, bits per character
     * @param parses share of the functions in the scored samples that parse
     * @param functions number of those functions
     * @param gradientNorm global norm of the last gradient before clipping
     * @param charsPerSecond speed since the line before
     */
    record Report(
            Moment at,
            double learningRate,
            double trainBpc,
            double validationBpc,
            double parses,
            double functions,
            double gradientNorm,
            double charsPerSecond) {

        boolean isValidated() {
            return !Double.isNaN(validationBpc) || !Double.isNaN(functions);
        }
    }

    /** A text and when it was written. */
    record Note(Moment at, String text) {}

    List<Report> validated() {
        return reports.stream().filter(Report::isValidated).toList();
    }
}
