package charrnn.train;

import charrnn.corpus.EncodedText;
import charrnn.model.checkpoint.Progress;
import charrnn.model.checkpoint.Progress.Control;
import java.util.Arrays;
import java.util.Locale;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Detects that a training diverges: a loss, a gradient or a weight is not finite, the validation loss has risen far, or the
 * smoothed training loss is at least 1 bit above its lowest value and not below the unigram entropy of the text. A
 * difficult passage alone does not raise the smoothed loss that far.
 */
final class DivergenceDetector {
    /** Time constant of the smoothing in characters, longer than most files. */
    private static final double MEMORY = 50_000;

    /**
     * How fast the lowest value rises towards a higher loss, relative to the smoothing. So a slow rise, as on harder text,
     * is no divergence.
     */
    private static final double FORGETTING = 0.05;

    /** A rise of the loss that is a divergence, bits per character. */
    private static final double RISE = 1;
    /** A rise of the loss from which the network is not saved, bits per character. */
    private static final double UNSTABLE_RISE = 0.5;

    private final double weight;
    private final double unigramEntropy;

    DivergenceDetector(int charsPerUpdate, double unigramEntropy) {
        this.weight = Math.min(0.5, charsPerUpdate / MEMORY);
        this.unigramEntropy = unigramEntropy;
    }

    /** Entropy of a text's character frequencies, bits per character. */
    static double unigramEntropy(EncodedText text) {
        return Arrays.stream(text.counts())
                .filter(count -> count > 0)
                .mapToDouble(count -> (double) count / text.length())
                .map(share -> -share * Math.log(share) / Math.log(2))
                .sum();
    }

    /** The control state after an update with a given loss. */
    Control afterUpdate(Control control, double bitsPerChar) {
        double before = control.smoothedBpc().orElse(bitsPerChar);
        double smoothed = control.smoothedBpc().isPresent() ? before + weight * (bitsPerChar - before) : bitsPerChar;
        double low = control.lowestBpc().orElse(smoothed);
        double lowest = Math.min(smoothed, low + FORGETTING * weight * (smoothed - low));
        return control.withLoss(smoothed, lowest);
    }

    /** @throws Divergence if the loss or the gradient of an update is not finite */
    static void checkUpdate(Learner.Update update, long step) {
        if (!Double.isFinite(update.bitsPerChar()) || !Double.isFinite(update.gradientNorm())) {
            throw new Divergence(
                    step,
                    "loss " + update.bitsPerChar() + " bits per character, gradient norm " + update.gradientNorm());
        }
    }

    /** @throws Divergence if a weight is not finite: an update may spoil weights after its loss was computed */
    static void checkWeights(MultiLayerNetwork network, long step) {
        if (!Double.isFinite(network.params().norm2Number().doubleValue())) {
            throw new Divergence(step, "the weights are not finite");
        }
    }

    /** @throws Divergence if the smoothed loss has risen too far */
    void checkLoss(Control control, long step) {
        if (hasDiverged(control)) {
            throw new Divergence(step, "the loss rose " + rise(control));
        }
    }

    boolean hasDiverged(Control control) {
        return hasRisenBy(RISE, control) && control.smoothedBpc().orElse(0) >= unigramEntropy;
    }

    /**
     * Checks the validation loss. Harder text may raise the training loss, so {@link #checkLoss} tolerates a training loss
     * that stays high; but the validation text never changes. The validation loss of an overfitted network is high too,
     * but its training loss since the last report is low: a divergence raises both.
     */
    static void checkValidation(Progress progress, double bits) {
        double best = progress.losses().bestValidationBpc().orElse(Double.POSITIVE_INFINITY);
        if (Math.min(bits, progress.sinceReport().meanBits()) >= best + RISE) {
            long bestStep = progress.losses().bestStep();
            throw new Divergence(progress.step(), "the validation loss rose " + rise(best, bits), bestStep);
        }
    }

    /** Whether the smoothed loss has not risen far, so that the network may be saved. */
    boolean isStable(Control control) {
        return !hasRisenBy(UNSTABLE_RISE, control);
    }

    private static boolean hasRisenBy(double bits, Control control) {
        return control.smoothedBpc().orElse(0) >= control.lowestBpc().orElse(0) + bits;
    }

    /** The rise of a smoothed loss, as a phrase. */
    static String rise(Control control) {
        return rise(control.lowestBpc().orElse(0), control.smoothedBpc().orElse(0));
    }

    private static String rise(double from, double to) {
        return String.format(Locale.ROOT, "from %.3f to %.3f bits per character", from, to);
    }

    /**
     * Thrown when a training has diverged. {@link RunCheckpoints} restores a good checkpoint; if it cannot, it throws a
     * second divergence, which ends the run.
     */
    public static final class Divergence extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** The latest step whose checkpoint may be restored. */
        final long lastGoodStep;

        Divergence(long step, String what) {
            this(step, what, step);
        }

        Divergence(long step, String what, long lastGoodStep) {
            super("the training diverged at step " + step + ": " + what);
            this.lastGoodStep = lastGoodStep;
        }

        /** The divergence that ends the run, with advice for the user. */
        Divergence(Divergence first, String advice) {
            super(first.getMessage() + advice);
            lastGoodStep = first.lastGoodStep;
        }
    }
}
