package charrnn.tools.report;

import charrnn.tools.report.RunHistory.Report;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * A verdict on a run's learning, from its losses, and the reason.
 *
 * <p>The rules use the validation losses and the means of the training loss between them. The first rule that holds
 * gives the verdict:
 *
 * <ol>
 *   <li>Fewer than six validations: <em>too early to tell</em>.
 *   <li>Three or more validations follow the best one, the mean of the last three lies at least 1 % above it, and the
 *       training loss, in its mean over three validations, has fallen by at least 1 % from the best to the last:
 *       <em>learning by heart</em> (overfitting) since the step of the best.
 *   <li>The best validation of the last third of the steps is less than 1 % below the best one before, or above it:
 *       <em>levelled off</em>.
 *   <li>Otherwise: <em>learning</em>.
 * </ol>
 *
 * @param state the verdict
 * @param reason the figures that led to it, in one sentence
 */
record Verdict(String state, String reason) {
    private static final int MIN_VALIDATIONS = 6;
    private static final int TAIL_VALIDATIONS = 3;
    private static final double NOTICEABLE_CHANGE = 0.01;

    /** @param reports of a run's history, in their order */
    static Verdict of(List<Report> reports) {
        List<Report> validations =
                reports.stream().filter(r -> !Double.isNaN(r.validationBpc())).toList();
        if (validations.size() < MIN_VALIDATIONS) {
            return new Verdict(
                    "Too early to tell",
                    "A verdict needs " + MIN_VALIDATIONS + " measurements of the validation loss; there are "
                            + validations.size() + " so far.");
        }
        int best = best(validations, 0, validations.size());
        int tail = validations.size() - TAIL_VALIDATIONS;
        if (best < tail) {
            double lowest = validations.get(best).validationBpc();
            double last = mean(validations.subList(tail, validations.size()), Report::validationBpc);
            double before = meanTrainingLoss(reports, validations, Math.max(0, best - TAIL_VALIDATIONS + 1), best);
            double after = meanTrainingLoss(reports, validations, tail, validations.size() - 1);
            if (last >= lowest * (1 + NOTICEABLE_CHANGE) && after <= before * (1 - NOTICEABLE_CHANGE)) {
                return byHeart(validations.get(best), last, before, after);
            }
        }
        return learningOrLevelledOff(validations);
    }

    private static Verdict byHeart(Report best, double last, double before, double after) {
        return new Verdict(
                String.format(
                        Locale.ROOT,
                        "Learning by heart since step %,d",
                        best.at().step()),
                String.format(
                        Locale.ROOT,
                        "Since then the validation loss has risen from %.3f to %.3f bits per character, while the training"
                                + " loss has fallen from %.3f to %.3f.",
                        best.validationBpc(),
                        last,
                        before,
                        after));
    }

    private static Verdict learningOrLevelledOff(List<Report> validations) {
        long end = validations.get(validations.size() - 1).at().step();
        int third = 1;
        while (third < validations.size() - 1 && validations.get(third).at().step() * 3 < end * 2) {
            third++;
        }
        double before = validations.get(best(validations, 0, third)).validationBpc();
        double since =
                validations.get(best(validations, third, validations.size())).validationBpc();
        double gain = 1 - since / before;
        String change = gain <= 0
                ? String.format(Locale.ROOT, "has not gone below %.3f bits per character", before)
                : String.format(
                        Locale.ROOT,
                        "has fallen from %.3f to %.3f bits per character, by %.1f %%",
                        before,
                        since,
                        100 * gain);
        return new Verdict(
                gain < NOTICEABLE_CHANGE ? "Levelled off" : "Learning",
                String.format(
                        Locale.ROOT,
                        "In the last third of the training, from step %,d on, the best validation loss %s.",
                        validations.get(third).at().step(),
                        change));
    }

    /** Index of the lowest validation loss from one index, inclusive, to another, exclusive. */
    private static int best(List<Report> validations, int from, int to) {
        int best = from;
        for (int i = from; i < to; i++) {
            if (validations.get(i).validationBpc() < validations.get(best).validationBpc()) {
                best = i;
            }
        }
        return best;
    }

    /**
     * Mean training loss of the reports from the one after validation {@code first - 1} to that at validation
     * {@code last}.
     */
    private static double meanTrainingLoss(List<Report> reports, List<Report> validations, int first, int last) {
        long after = first == 0 ? -1 : validations.get(first - 1).at().step();
        long upTo = validations.get(last).at().step();
        return mean(
                reports.stream()
                        .filter(r -> r.at().step() > after && r.at().step() <= upTo)
                        .toList(),
                Report::trainBpc);
    }

    private static double mean(List<Report> reports, ToDoubleFunction<Report> loss) {
        OptionalDouble mean = reports.stream()
                .mapToDouble(loss)
                .filter(value -> !Double.isNaN(value))
                .average();
        return mean.orElse(Double.NaN);
    }
}
