package charrnn.tools.cells;

import charrnn.tools.cells.Probe.Finding.Detector;
import charrnn.tools.cells.Recording.Signal;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Searches for the units that follow the features of a text.
 *
 * <p>The best of a thousand units follows any feature a little by chance. Therefore units are chosen on one half of the text
 * and measured on the other, and the search is repeated with the features shifted along the text. Shifted features keep
 * their run lengths but are unrelated to the network; the best association found with them is the level of chance.
 */
final class Probe {
    /** With 19 shifts, a feature that no unit follows exceeds the level of chance in one of twenty searches. */
    private static final int SHIFTS = 19;

    private static final int MAX_UNITS = 5;
    private static final int STRETCHES = 20; // of a text, which alternate between its halves
    /** The smallest number of characters in each half at which a feature must differ from its most frequent value. */
    private static final int MIN_UNCOMMON = 20;

    private Probe() {}

    /** Searches the signals of a recording for those that follow each feature of the same text. */
    static List<Finding> search(Recording recording, List<Feature> features) {
        int[] choosing = half(recording.text().length, 0);
        int[] heldOut = half(recording.text().length, 1);
        List<Feature> measurable = features.stream()
                .filter(feature ->
                        Math.min(feature.countUncommon(choosing), feature.countUncommon(heldOut)) >= MIN_UNCOMMON)
                .toList();
        List<Association> choosingFeatures = shiftedFeatures(measurable, choosing);
        List<Association> heldOutFeatures = shiftedFeatures(measurable, heldOut);
        Detector[][] detectors = IntStream.range(0, recording.signals().size())
                .parallel()
                .mapToObj(signal -> {
                    double[] chosen = associations(recording.values()[signal], choosing, choosingFeatures);
                    double[] measured = associations(recording.values()[signal], heldOut, heldOutFeatures);
                    return IntStream.range(0, chosen.length)
                            .mapToObj(i -> new Detector(recording.signals().get(signal), chosen[i], measured[i]))
                            .toArray(Detector[]::new);
                })
                .toArray(Detector[][]::new);
        return features.stream()
                .map(feature -> finding(feature, measurable.indexOf(feature), detectors))
                .toList();
    }

    /**
     * The positions in one half of a text, ascending. The halves consist of alternating stretches, so that both cover the whole
     * text.
     *
     * @param half 0 for the one in which units are chosen, 1 for the held-out one
     */
    static int[] half(int length, int half) {
        return IntStream.range(0, length)
                .filter(position -> (long) position * STRETCHES / length % 2 == half)
                .toArray();
    }

    /** Each feature unshifted, then shifted by multiples of a twentieth of the text. */
    private static List<Association> shiftedFeatures(List<Feature> features, int[] positions) {
        return features.stream()
                .flatMap(feature -> IntStream.rangeClosed(0, SHIFTS)
                        .map(k -> (int) ((long) k * feature.values().length / (SHIFTS + 1)))
                        .mapToObj(shift -> Feature.at(feature.values(), positions, shift))
                        .map(values -> Association.withFeature(values, feature.numeric())))
                .toList();
    }

    private static double[] associations(float[] signal, int[] positions, List<Association> features) {
        float[] ranks = Association.centredRanks(Feature.at(signal, positions, 0));
        double norm = Association.norm(ranks);
        return features.stream()
                .mapToDouble(feature -> feature.ofSignal(ranks, norm))
                .toArray();
    }

    /**
     * @param index index of the feature among the measurable ones; -1 if it is too rare
     * @param detectors [signals][shifted features]
     */
    private static Finding finding(Feature feature, int index, Detector[][] detectors) {
        if (index < 0) {
            return new Finding(feature, List.of(), 0);
        }
        int first = index * (SHIFTS + 1);
        double chance = IntStream.rangeClosed(first + 1, first + SHIFTS)
                .mapToObj(shifted ->
                        strongestFirst(detectors, shifted).findFirst().orElseThrow())
                .mapToDouble(best -> best.heldOut() * Math.signum(best.chosen()))
                .max()
                .orElseThrow();
        Set<List<Integer>> units = new HashSet<>();
        List<Detector> best = strongestFirst(detectors, first)
                .filter(detector -> units.add(
                        List.of(detector.signal().layer(), detector.signal().unit())))
                .limit(MAX_UNITS)
                .toList();
        return new Finding(feature, best, chance);
    }

    private static Stream<Detector> strongestFirst(Detector[][] detectors, int shifted) {
        return Stream.of(detectors)
                .map(ofSignal -> ofSignal[shifted])
                .sorted(Comparator.comparingDouble(detector -> -Math.abs(detector.chosen())));
    }

    /**
     * The units that follow a feature most closely.
     *
     * @param best units in descending order of the association in the choosing half, at most one signal of a unit; empty where the
     *     feature is too rare to measure
     * @param chance the highest held-out association of the same search with shifted features, from -1 to 1
     */
    record Finding(Feature feature, List<Detector> best, double chance) {
        boolean isMeasured() {
            return !best.isEmpty();
        }

        /** Converts an association for display: to an AUC (0 to 1, 0.5 by chance) for a condition, unchanged for a quantity. */
        double displayed(double association) {
            return feature.numeric() ? association : (1 + association) / 2;
        }

        /**
         * A signal that follows a feature.
         *
         * @param chosen the association in the half on which the signal was chosen, from -1 to 1, see {@link Association}
         * @param heldOut the association in the other half
         */
        record Detector(Signal signal, double chosen, double heldOut) {}
    }
}
