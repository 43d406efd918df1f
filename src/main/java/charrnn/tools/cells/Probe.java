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
public final class Probe {
    /** With 19 shifts, a feature that no unit follows exceeds the level of chance in one of twenty searches. */
    private static final int SHIFTS = 19;

    private static final int MAX_UNITS = 5;
    /** The smallest number of characters in each half at which a feature must differ from its most frequent value. */
    private static final int MIN_UNCOMMON = 20;

    private final Recording recording;
    private final Halves halves;

    private Probe(Recording recording) {
        this.recording = recording;
        this.halves = Halves.of(recording.text().length);
    }

    /** Searches the signals of a recording for those that follow each feature of the same text. */
    public static List<Finding> search(Recording recording, List<Feature> features) {
        Probe probe = new Probe(recording);
        List<Feature> measurable = features.stream().filter(probe::isMeasurable).toList();
        List<ShiftedFeature> shiftedFeatures =
                measurable.stream().flatMap(probe::shiftedFeatures).toList();
        Detector[][] detectors = IntStream.range(0, recording.signals().size())
                .parallel()
                .mapToObj(signal -> probe.detectors(signal, shiftedFeatures))
                .toArray(Detector[][]::new);
        return features.stream()
                .map(feature -> finding(feature, measurable.indexOf(feature), detectors))
                .toList();
    }

    /** A feature at one shift, in both halves. */
    private record ShiftedFeature(Association choosing, Association heldOut) {}

    private boolean isMeasurable(Feature feature) {
        return Math.min(feature.countUncommon(halves.choosing()), feature.countUncommon(halves.heldOut()))
                >= MIN_UNCOMMON;
    }

    /** The feature unshifted, then shifted by multiples of a twentieth of the text. */
    private Stream<ShiftedFeature> shiftedFeatures(Feature feature) {
        long length = recording.text().length;
        return IntStream.rangeClosed(0, SHIFTS)
                .map(k -> (int) (k * length / (SHIFTS + 1)))
                .mapToObj(shift -> new ShiftedFeature(
                        association(feature, halves.choosing(), shift), association(feature, halves.heldOut(), shift)));
    }

    private static Association association(Feature feature, int[] positions, int shift) {
        return Association.withFeature(Feature.at(feature.values(), positions, shift), feature.numeric());
    }

    /** A detector for each shifted feature. */
    private Detector[] detectors(int signal, List<ShiftedFeature> shiftedFeatures) {
        float[] values = recording.values()[signal];
        float[] choosing = Association.centredRanks(Feature.at(values, halves.choosing(), 0));
        float[] heldOut = Association.centredRanks(Feature.at(values, halves.heldOut(), 0));
        double choosingNorm = Association.norm(choosing);
        double heldOutNorm = Association.norm(heldOut);
        return shiftedFeatures.stream()
                .map(shifted -> new Detector(
                        recording.signals().get(signal),
                        shifted.choosing.ofSignal(choosing, choosingNorm),
                        shifted.heldOut.ofSignal(heldOut, heldOutNorm)))
                .toArray(Detector[]::new);
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
     * The positions of a text in two halves that consist of alternating stretches, so that both cover the whole text.
     *
     * @param choosing positions in the text, ascending
     * @param heldOut the other positions, ascending
     */
    record Halves(int[] choosing, int[] heldOut) {
        private static final int STRETCHES = 20;

        static Halves of(int length) {
            return new Halves(
                    IntStream.range(0, length)
                            .filter(t -> !isHeldOut(t, length))
                            .toArray(),
                    IntStream.range(0, length).filter(t -> isHeldOut(t, length)).toArray());
        }

        private static boolean isHeldOut(int position, int length) {
            return (long) position * STRETCHES / length % 2 == 1;
        }
    }

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
        public record Detector(Signal signal, double chosen, double heldOut) {}
    }
}
