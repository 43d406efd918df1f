package charrnn.tools.cells;

import java.util.List;

/**
 * Which units follow a feature.
 *
 * @param feature which one
 * @param best from the closest in the choosing part on, no unit twice; empty where the feature is too rare to tell
 * @param chance what the same search finds, held out, where there is nothing to find: the highest of several; from -1
 *     to 1
 */
public record Finding(Feature feature, List<Detector> best, double chance) {
    /** Whether the feature occurs often enough to say anything. */
    public boolean isKnown() {
        return !best.isEmpty();
    }

    /** As people read it: the AUC, from 0 to 1 and 0.5 by chance, of a condition, the rank correlation of a quantity. */
    public double readable(double association) {
        return feature.numeric() ? association : (1 + association) / 2;
    }
}
