package charrnn.train;

import charrnn.corpus.EncodedText;
import charrnn.model.checkpoint.Progress.Course;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Detects a diverging training from its smoothed loss: it is a bit or more above its lowest value, and no lower than the
 * unigram entropy of the text. A difficult passage alone does not raise it that far.
 */
final class DivergenceDetector {
    /** Time constant of the smoothing, in characters, so that a single file does not decide. */
    private static final double MEMORY = 50_000;

    /** Share of a rise by which the lowest value follows the smoothed loss, so that harder text becomes the new normal. */
    private static final double FORGETTING = 0.05;

    /** A rise by which a network has diverged, bits per character. */
    static final double RISE = 1;
    /** A rise from which a network is not saved as good, bits per character. */
    private static final double CALM_RISE = 0.5;

    private final double weight;
    private final double unigramEntropy;

    /** @param unigramEntropy see {@link #unigramEntropy} */
    DivergenceDetector(int charsPerUpdate, double unigramEntropy) {
        this.weight = Math.min(0.5, charsPerUpdate / MEMORY);
        this.unigramEntropy = unigramEntropy;
    }

    /** Entropy of the frequencies of a text's characters, bits per character. */
    static double unigramEntropy(EncodedText text) {
        return Arrays.stream(text.counts())
                .filter(count -> count > 0)
                .mapToDouble(count -> (double) count / text.length())
                .map(share -> -share * Math.log(share) / Math.log(2))
                .sum();
    }

    /** The course with the loss of another update in its smoothed loss. */
    Course afterUpdate(Course course, double bitsPerChar) {
        double before = course.smoothedBpc().orElse(bitsPerChar);
        double smoothed = course.smoothedBpc().isPresent() ? before + weight * (bitsPerChar - before) : bitsPerChar;
        double low = course.lowestBpc().orElse(smoothed);
        double lowest = Math.min(smoothed, low + FORGETTING * weight * (smoothed - low));
        return new Course(
                course.rateFactor(),
                course.rollbacks(),
                course.validationsSinceBest(),
                OptionalDouble.of(smoothed),
                OptionalDouble.of(lowest));
    }

    /** @throws Divergence if the network has lost what it had learned */
    void check(Course course, long step) {
        if (hasDiverged(course)) {
            throw new Divergence(
                    step,
                    String.format(
                            Locale.ROOT,
                            "the loss rose from %.3f to %.3f bits per character",
                            course.lowestBpc().orElseThrow(),
                            course.smoothedBpc().orElseThrow()));
        }
    }

    /** Whether the network has lost what it had learned. */
    boolean hasDiverged(Course course) {
        return hasRisenBy(RISE, course) && course.smoothedBpc().orElse(0) >= unigramEntropy;
    }

    /** Whether the training could return to this moment after a divergence. */
    boolean isCalm(Course course) {
        return !hasRisenBy(CALM_RISE, course);
    }

    private static boolean hasRisenBy(double bits, Course course) {
        return course.smoothedBpc().isPresent()
                && course.smoothedBpc().getAsDouble() >= course.lowestBpc().orElse(0) + bits;
    }
}
