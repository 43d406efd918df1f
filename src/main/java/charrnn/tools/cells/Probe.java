package charrnn.tools.cells;

import charrnn.tools.cells.Finding.Detector;
import charrnn.tools.cells.Recording.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Searches for the units that follow the features of a text.
 *
 * <p>The best of a thousand units follows any feature a little by chance. Therefore units are chosen by one half of the text
 * and measured on the other, and the search is repeated with the features shifted along the text. Shifted features keep
 * their run lengths but are unrelated to the network; the best association found with them is the level of chance.
 */
public final class Probe {
    /** By chance, the unshifted feature exceeds the maximum of 19 shifts in one of twenty searches. */
    private static final int SHIFTS = 19;

    private static final int MOST_UNITS = 5;
    /** The smallest number of characters in each half at which a feature must differ from its most frequent value. */
    private static final int LEAST_UNCOMMON = 20;

    private final Recording recording;
    private final Halves halves;

    private Probe(Recording recording) {
        this.recording = recording;
        this.halves = Halves.of(recording.text().length);
    }

    /** Searches the signals of a recording for those that follow each feature of the same text. */
    public static List<Finding> search(Recording recording, List<Feature> features) {
        Probe probe = new Probe(recording);
        List<Feature> common = features.stream().filter(probe::isCommon).toList();
        List<Target> targets = common.stream()
                .flatMap(feature -> probe.targets(feature).stream())
                .toList();
        Score[][] scores = probe.scores(targets);
        return features.stream()
                .map(feature -> probe.finding(feature, common.indexOf(feature), scores))
                .toList();
    }

    /** The weights of a feature, shifted or not, in both halves. */
    private record Target(Association choosing, Association heldOut) {}

    /** The association of a signal with a target in each half. */
    private record Score(double chosen, double heldOut) {
        double strength() {
            return Math.abs(chosen);
        }
    }

    private boolean isCommon(Feature feature) {
        return Math.min(feature.countUncommon(halves.choosing()), feature.countUncommon(halves.heldOut()))
                >= LEAST_UNCOMMON;
    }

    /** The feature unshifted, then shifted by equal parts of the text. */
    private List<Target> targets(Feature feature) {
        long length = recording.text().length;
        return IntStream.rangeClosed(0, SHIFTS)
                .map(k -> (int) (k * length / (SHIFTS + 1)))
                .mapToObj(shift -> new Target(
                        Association.withFeature(feature.at(halves.choosing(), shift), feature.numeric()),
                        Association.withFeature(feature.at(halves.heldOut(), shift), feature.numeric())))
                .toList();
    }

    /** @return [signals][targets] */
    private Score[][] scores(List<Target> targets) {
        return IntStream.range(0, recording.signals().size())
                .parallel()
                .mapToObj(signal -> scores(recording.values()[signal], targets))
                .toArray(Score[][]::new);
    }

    private Score[] scores(float[] values, List<Target> targets) {
        float[] choosing = Association.centredRanks(at(values, halves.choosing()));
        float[] heldOut = Association.centredRanks(at(values, halves.heldOut()));
        double choosingNorm = Association.norm(choosing);
        double heldOutNorm = Association.norm(heldOut);
        return targets.stream()
                .map(target -> new Score(
                        target.choosing.ofSignal(choosing, choosingNorm),
                        target.heldOut.ofSignal(heldOut, heldOutNorm)))
                .toArray(Score[]::new);
    }

    private static float[] at(float[] values, int[] places) {
        float[] selected = new float[places.length];
        for (int i = 0; i < places.length; i++) {
            selected[i] = values[places[i]];
        }
        return selected;
    }

    /** @param index index of the feature among the common ones; -1 if it is too rare */
    private Finding finding(Feature feature, int index, Score[][] scores) {
        if (index < 0) {
            return new Finding(feature, List.of(), 0);
        }
        int first = index * (SHIFTS + 1);
        double chance = IntStream.rangeClosed(first + 1, first + SHIFTS)
                .mapToDouble(target -> heldOutAssociationOfTheBest(scores, target))
                .max()
                .orElseThrow();
        return new Finding(feature, best(scores, first), chance);
    }

    /** The held-out association of the signal chosen for a target, times the sign of the chosen one. */
    private static double heldOutAssociationOfTheBest(Score[][] scores, int target) {
        Score best = IntStream.range(0, scores.length)
                .mapToObj(signal -> scores[signal][target])
                .max(Comparator.comparingDouble(Score::strength))
                .orElseThrow();
        return best.heldOut * Math.signum(best.chosen);
    }

    private List<Detector> best(Score[][] scores, int target) {
        List<Integer> ordered = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(signal -> -scores[signal][target].strength()))
                .toList();
        List<Detector> best = new ArrayList<>();
        for (int i = 0; i < ordered.size() && best.size() < MOST_UNITS; i++) {
            Signal signal = recording.signals().get(ordered.get(i));
            Score score = scores[ordered.get(i)][target];
            if (best.stream().noneMatch(other -> other.signal().isOfSameUnit(signal))) {
                best.add(new Detector(signal, score.chosen, score.heldOut));
            }
        }
        return List.copyOf(best);
    }

    /**
     * The places of a text in two halves that consist of alternating stretches, so that both cover the whole text. Units are
     * chosen by one half and measured on the other.
     *
     * @param choosing places in the text, ascending
     * @param heldOut the other places, ascending
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

        private static boolean isHeldOut(int place, int length) {
            return (long) place * STRETCHES / length % 2 == 1;
        }
    }
}
