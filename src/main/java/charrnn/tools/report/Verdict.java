package charrnn.tools.report;

import charrnn.train.History.Line;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Judges from a run's losses whether it is learning.
 *
 * <p>The rules use the validation losses and the means of the training loss between them. The first rule that applies
 * decides:
 *
 * <ol>
 *   <li>Fewer than six validations: <em>too early to tell</em>.
 *   <li>Three or more validations follow the best one, the mean of the last three lies at least 1 % above it, and the
 *       training loss, in its mean over three validations, has fallen by at least 1 % from the best to the last:
 *       <em>overfitting</em> since the step of the best.
 *   <li>The best validation of the last third of the steps is less than 1 % below the best one before, or above it:
 *       <em>levelled off</em>.
 *   <li>Otherwise: <em>learning</em>.
 * </ol>
 *
 * @param state the verdict
 * @param reason the numbers behind it, in one sentence
 */
record Verdict(String state, String reason) {
    private static final int MIN_VALIDATIONS = 6;
    private static final int TAIL_VALIDATIONS = 3;
    private static final double NOTICEABLE_CHANGE = 0.01;
    private static final String VALIDATION = "validationBpc";

    /** @param reports lines of the history with measurements, in their order */
    static Verdict of(List<Line> reports) {
        List<Line> validations = Run.having(reports, VALIDATION);
        if (validations.size() < MIN_VALIDATIONS) {
            return new Verdict(
                    "Too early to tell",
                    "A verdict needs " + MIN_VALIDATIONS + " measurements of the validation loss; there are "
                            + validations.size() + " so far.");
        }
        int best = best(validations, 0, validations.size());
        int tail = validations.size() - TAIL_VALIDATIONS;
        if (best < tail) {
            double lowest = validations.get(best).number(VALIDATION);
            double last = mean(validations.stream().skip(tail), VALIDATION);
            double before = meanTrainingLoss(reports, validations, Math.max(0, best - TAIL_VALIDATIONS + 1), best);
            double after = meanTrainingLoss(reports, validations, tail, validations.size() - 1);
            if (last >= lowest * (1 + NOTICEABLE_CHANGE) && after <= before * (1 - NOTICEABLE_CHANGE)) {
                return overfitting(validations.get(best), last, before, after);
            }
        }
        return learningOrLevelledOff(validations);
    }

    private static Verdict overfitting(Line best, double last, double before, double after) {
        return new Verdict(
                text("Overfitting since step %,d", best.step()),
                text(
                        "Since then the validation loss has risen from %.3f to %.3f bits per character, while the"
                                + " training loss has fallen from %.3f to %.3f.",
                        best.number(VALIDATION), last, before, after));
    }

    private static Verdict learningOrLevelledOff(List<Line> validations) {
        long end = validations.get(validations.size() - 1).step();
        int lastThird = 1;
        while (lastThird < validations.size() - 1 && validations.get(lastThird).step() * 3 < end * 2) {
            lastThird++;
        }
        double before = validations.get(best(validations, 0, lastThird)).number(VALIDATION);
        double since = validations
                .get(best(validations, lastThird, validations.size()))
                .number(VALIDATION);
        double gain = 1 - since / before;
        String change = gain <= 0
                ? text("has not gone below %.3f bits per character", before)
                : text("has fallen from %.3f to %.3f bits per character, by %.1f %%", before, since, 100 * gain);
        return new Verdict(
                gain < NOTICEABLE_CHANGE ? "Levelled off" : "Learning",
                text(
                        "In the last third of the training, from step %,d on, the best validation loss %s.",
                        validations.get(lastThird).step(), change));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** Index of the lowest validation loss from one index, inclusive, to another, exclusive. */
    private static int best(List<Line> validations, int from, int to) {
        return IntStream.range(from, to)
                .boxed()
                .min(Comparator.comparingDouble(i -> validations.get(i).number(VALIDATION)))
                .orElse(from);
    }

    /** Mean training loss of the reports after validation {@code first - 1}, up to validation {@code last}. */
    private static double meanTrainingLoss(List<Line> reports, List<Line> validations, int first, int last) {
        long after = first == 0 ? -1 : validations.get(first - 1).step();
        long upTo = validations.get(last).step();
        return mean(reports.stream().filter(r -> r.step() > after && r.step() <= upTo), "trainBpc");
    }

    private static double mean(Stream<Line> lines, String field) {
        return lines.mapToDouble(line -> line.number(field))
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }
}
