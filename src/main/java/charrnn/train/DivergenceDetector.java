package charrnn.train;

import charrnn.corpus.EncodedText;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Notices a loss that explodes: its running mean is a bit or more above the lowest that it has been, and no lower than
 * the loss of somebody who knows only how frequent each character is. Steep places of the text alone do not get there.
 */
final class DivergenceDetector {
    /** Characters that the mean remembers, so that a single file does not decide. */
    private static final double MEMORY = 50_000;

    /** How much of its rise the lowest mean forgets, of what the mean itself takes up: harder text is not held against it. */
    private static final double FORGETTING = 0.05;

    /** A network whose loss has risen by so many bits per character has lost what it knew. */
    static final double RISE = 1;
    /** A network that is on its way there is not saved as good. */
    private static final double CALM_RISE = 0.5;

    private final double weight;
    private final double ignorance;
    private OptionalDouble smoothed;
    private OptionalDouble lowest;

    /**
     * @param charsPerStep characters of an update
     * @param ignorance entropy of the text's single characters, bits
     * @param smoothed {@link #smoothed} of an earlier sitting
     * @param lowest {@link #lowest} of an earlier sitting
     */
    DivergenceDetector(int charsPerStep, double ignorance, OptionalDouble smoothed, OptionalDouble lowest) {
        this.weight = Math.min(0.5, charsPerStep / MEMORY);
        this.ignorance = ignorance;
        this.smoothed = smoothed;
        this.lowest = lowest;
    }

    /** Entropy of the characters of a text if each came by itself, in bits. */
    static double entropy(EncodedText text) {
        return Arrays.stream(text.counts())
                .filter(count -> count > 0)
                .mapToDouble(count -> (double) count / text.length())
                .map(share -> -share * Math.log(share) / Math.log(2))
                .sum();
    }

    void stepped(double bitsPerChar) {
        double now = smoothed.isPresent()
                ? smoothed.getAsDouble() + weight * (bitsPerChar - smoothed.getAsDouble())
                : bitsPerChar;
        smoothed = OptionalDouble.of(now);
        double low = lowest.orElse(now);
        lowest = OptionalDouble.of(Math.min(now, low + FORGETTING * weight * (now - low)));
    }

    /** Whether the network has lost what it knew. */
    boolean exploded() {
        return risenBy(RISE) && smoothed.orElse(0) >= ignorance;
    }

    /** Whether nothing speaks against going back to this moment. */
    boolean calm() {
        return !risenBy(CALM_RISE);
    }

    private boolean risenBy(double bits) {
        return smoothed.isPresent() && smoothed.getAsDouble() >= lowest.orElse(0) + bits;
    }

    /** Mean loss of the last updates, bits per character; empty before the first. */
    OptionalDouble smoothed() {
        return smoothed;
    }

    /** The lowest that it has been; creeps up while the mean is higher. */
    OptionalDouble lowest() {
        return lowest;
    }
}
