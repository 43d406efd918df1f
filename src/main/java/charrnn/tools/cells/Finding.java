package charrnn.tools.cells;

import charrnn.tools.cells.Recording.Signal;
import java.util.List;

/**
 * The units that follow a feature most closely.
 *
 * @param best units in descending order of the association in the choosing half, at most one signal of a unit; empty where the
 *     feature is too rare to measure
 * @param chance the highest held-out association of the same search with shifted features, from -1 to 1
 */
public record Finding(Feature feature, List<Detector> best, double chance) {
    /** Whether the feature was frequent enough to be measured. */
    public boolean isMeasured() {
        return !best.isEmpty();
    }

    /** Converts an association for display: to an AUC (0 to 1, 0.5 by chance) for a condition, unchanged for a quantity. */
    public double displayed(double association) {
        return feature.numeric() ? association : (1 + association) / 2;
    }

    /**
     * A signal that follows a feature.
     *
     * @param chosen the association in the half on which the signal was chosen, from -1 to 1, see {@link Association}
     * @param heldOut the association in the other half
     */
    public record Detector(Signal signal, double chosen, double heldOut) {
        double strength() {
            return Math.abs(chosen);
        }
    }
}
