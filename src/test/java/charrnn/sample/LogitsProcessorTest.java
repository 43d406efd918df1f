package charrnn.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogitsProcessorTest {
    static float[] logarithms(double... probabilities) {
        float[] logarithms = new float[probabilities.length];
        for (int i = 0; i < logarithms.length; i++) {
            logarithms[i] = (float) Math.log(probabilities[i]);
        }
        return logarithms;
    }

    /** Probabilities after a processor, normalised. */
    private static double[] processed(LogitsProcessor processor, float[] logarithms, Integer... generated) {
        processor.apply(logarithms, List.of(generated));
        double[] probabilities = LogProbabilities.weights(logarithms);
        double sum = LogProbabilities.sum(probabilities);
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }

    private static List<Integer> kept(LogitsProcessor processor, double... probabilities) {
        double[] after = processed(processor, logarithms(probabilities));
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < after.length; i++) {
            if (after[i] > 0) {
                kept.add(i);
            }
        }
        return kept;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.7, 1, 2.5})
    void temperatureIsAPowerOfTheProbabilities(double temperature) {
        double[] probabilities = {0.5, 0.2, 0.3, 0};
        double sum = 0;
        for (double p : probabilities) {
            sum += Math.pow(p, 1 / temperature);
        }
        double[] after = processed(LogitsProcessor.temperature(temperature), logarithms(probabilities));
        for (int i = 0; i < probabilities.length; i++) {
            assertThat(after[i]).isCloseTo(Math.pow(probabilities[i], 1 / temperature) / sum, within(1e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.MIN_VALUE, 1e-300, 1e-9})
    void temperatureNearZeroLeavesTheLikeliestAlone(double temperature) {
        assertThat(kept(LogitsProcessor.temperature(temperature), 0.1, 0.45, 0.44, 0.01))
                .containsExactly(1);
    }

    /** In a run, one that is broken with probability 0.1 stays one of 10 characters on average at any temperature. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.5, 0.7, 1, 2})
    void temperatureDoesNotProlongARun(double temperature) {
        LogitsProcessor processor = LogitsProcessor.temperature(temperature);
        double[] before = processed(processor, logarithms(0.06, 0.9, 0.04));
        for (int length = 1; length <= LogitsProcessor.RUN; length++) {
            Integer[] generated = Collections.nCopies(length - 1, 1).toArray(Integer[]::new);
            assertThat(processed(processor, logarithms(0.06, 0.9, 0.04), generated))
                    .containsExactly(before);
        }
        List<Integer> run = Collections.nCopies(LogitsProcessor.RUN, 1);
        LogitsProcessor inRun = (logarithms, generated) -> processor.apply(logarithms, run);
        double[] after = processed(inRun, logarithms(0.06, 0.9, 0.04));
        assertThat(after[1]).isCloseTo(Math.min(before[1], 0.9), within(1e-6));
        assertThat(after[0] * before[2]).isCloseTo(after[2] * before[0], within(1e-6));
        // A character that does not continue the run is as likely as elsewhere, and the run ends with it.
        assertThat(processed(inRun, logarithms(0.9, 0.04, 0.06))[0]).isGreaterThanOrEqualTo(before[1] - 1e-6);
        assertThat(kept(inRun, 0, 1, 0)).containsExactly(1);
        assertThat(kept(inRun, 0.6, 0, 0.4)).contains(0).doesNotContain(1);
        assertThat(processed(processor, logarithms(0.06, 0.9, 0.04), 1, 1, 1, 1, 0))
                .containsExactly(before);
    }

    @Test
    void highestTemperatureMakesAllPossibleSymbolsEqual() {
        assertThat(processed(LogitsProcessor.temperature(Double.MAX_VALUE), logarithms(0.9, 0, 0.09, 0.01)))
                .containsExactly(new double[] {1 / 3.0, 0, 1 / 3.0, 1 / 3.0}, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "2, 3 1", "3, 3 1 4", "5, 0 1 2 3 4", "99, 0 1 2 3 4"})
    void topKKeepsTheLikeliest(int k, String expected) {
        assertThat(kept(LogitsProcessor.topK(k), 0.05, 0.3, 0.01, 0.44, 0.2))
                .containsExactlyInAnyOrderElementsOf(indices(expected));
    }

    private static List<Integer> indices(String text) {
        return List.of(text.split(" ")).stream().map(Integer::valueOf).toList();
    }

    @Test
    void topKKeepsTheFirstOfEquals() {
        assertThat(kept(LogitsProcessor.topK(3), 0.1, 0.2, 0.2, 0.2, 0.2, 0.1)).containsExactly(1, 2, 3);
        float[] zeros = {-0f, 0f, 0f, -0f}; // equal, though their bits differ
        LogitsProcessor.topK(2).apply(zeros, List.of());
        assertThat(zeros).containsExactly(-0f, 0, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY);
    }

    /** Every set that top-p may keep, by trying all of them on random distributions. */
    @Test
    void topPKeepsTheFewestThatHoldItsShare() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            float[] logarithms = new float[6];
            for (int i = 0; i < logarithms.length; i++) {
                logarithms[i] = (float) random.nextDouble(-6, 0);
            }
            double share = random.nextDouble(0.05, 0.99);
            double[] before = processed(LogitsProcessor.NONE, logarithms.clone());
            double[] after = processed(LogitsProcessor.topP(share), logarithms);
            assertThat(held(before, mask(after))).isGreaterThanOrEqualTo(share);
            for (int other = 0; other < 1 << 6; other++) {
                if (Integer.bitCount(other) < Integer.bitCount(mask(after))) {
                    assertThat(held(before, other)).isLessThan(share);
                } else if (Integer.bitCount(other) == Integer.bitCount(mask(after))) {
                    assertThat(held(before, other)).isLessThanOrEqualTo(held(before, mask(after)) + 1e-12);
                }
            }
        }
    }

    private static int mask(double[] probabilities) {
        int mask = 0;
        for (int i = 0; i < probabilities.length; i++) {
            mask |= probabilities[i] > 0 ? 1 << i : 0;
        }
        return mask;
    }

    private static double held(double[] probabilities, int mask) {
        double held = 0;
        for (int i = 0; i < probabilities.length; i++) {
            held += (mask >> i & 1) * probabilities[i];
        }
        return held;
    }

    @Test
    void topPKeepsAtLeastOneAtOneAllAndOfEqualsTheFirst() {
        assertThat(kept(LogitsProcessor.topP(Double.MIN_VALUE), 0.3, 0.4, 0.3)).containsExactly(1);
        assertThat(kept(LogitsProcessor.topP(1), 0.6, 0.4 - 1e-9, 1e-9)).containsExactly(0, 1, 2);
        assertThat(kept(LogitsProcessor.topP(0.5), 0.25, 0.25, 0.25, 0.25)).containsExactly(0, 1);
    }

    @Test
    void topPCountsWhatEarlierProcessorsLeft() {
        assertThat(kept(LogitsProcessor.banned(0).then(LogitsProcessor.topP(0.7)), 0.6, 0.2, 0.1, 0.1))
                .containsExactly(1, 2);
        assertThat(kept(LogitsProcessor.temperature(0.5).then(LogitsProcessor.topP(0.6)), 0.5, 0.3, 0.2))
                .containsExactly(0);
        assertThat(kept(LogitsProcessor.topP(0.6).then(LogitsProcessor.temperature(0.5)), 0.5, 0.3, 0.2))
                .containsExactly(0, 1);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 1 2 3 4", "0.1, 0 1 2 3", "0.3, 1 2 3", "0.9, 3", "1, 3"})
    void minPKeepsSymbolsNearlyAsLikelyAsTheLikeliest(double p, String expected) {
        assertThat(kept(LogitsProcessor.minP(p), 0.1, 0.25, 0.2, 0.44, 0.01))
                .containsExactlyElementsOf(indices(expected));
    }

    @Test
    void minPKeepsAllThatAreEqual() {
        assertThat(kept(LogitsProcessor.minP(1), 0.3, 0.3, 0.1, 0.3)).containsExactly(0, 1, 3);
        assertThat(kept(LogitsProcessor.temperature(2).then(LogitsProcessor.minP(0.45)), 0.64, 0.2, 0.16))
                .containsExactly(0, 1, 2);
    }
}
