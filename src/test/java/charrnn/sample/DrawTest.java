package charrnn.sample;

import static charrnn.sample.LogitsProcessorTest.logarithms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawTest {
    private static final int DRAWS = 100_000;

    /** @param quantile of Pearson's statistic of {@link #DRAWS} draws, which 99.9 % of true samples do not reach */
    private static void assertFrequencies(
            double quantile, LogitsProcessor processor, float[] logarithms, double... expected) {
        RandomGenerator random = new SplittableRandom(11);
        int[] counts = new int[expected.length];
        for (int n = 0; n < DRAWS; n++) {
            float[] processed = logarithms.clone();
            processor.apply(processed, List.of(1, 2, 2));
            counts[LogProbabilities.draw(processed, random)]++;
        }
        double statistic = 0;
        for (int i = 0; i < counts.length; i++) {
            double mean = DRAWS * expected[i];
            if (mean == 0) {
                assertThat(counts[i]).isZero();
            } else {
                statistic += Math.pow(counts[i] - mean, 2) / mean;
            }
        }
        assertThat(statistic).isLessThan(quantile);
    }

    @Test
    void frequenciesAreTheProbabilities() {
        double[] probabilities = {0.4, 0.3, 0.15, 0.1, 0.049, 0, 0.001};
        assertFrequencies(20.5, LogitsProcessor.NONE, logarithms(probabilities), probabilities);
    }

    /** The temperature comes before {@code --min-p}: 0.4, 0.2 and 0.1 become 16 : 4 : 1. The unknown symbol is never drawn. */
    @Test
    void frequenciesAreThoseOfTheOptions() {
        LogitsProcessor minP = new SamplingOptions(1, 0.5, 0, 1, 0.2, 1, 1, "").temperatureAndCuts();
        assertFrequencies(10.8, minP, logarithms(0.25, 0.1, 0.4, 0.2, 0.05), 0, 0, 0.8, 0.2, 0);
    }

    /** One occurrence divides by 2 · 1.5, two by 2 · 1.5². */
    @Test
    void frequenciesAfterPenaltiesOfOccurrence() {
        LogitsProcessor penalty = LogitsProcessor.occurrencePenalty(Math.log(2), Math.log(1.5));
        assertFrequencies(16.3, penalty, logarithms(0.2, 0.3, 0.45, 0.05), 4 / 9.0, 2 / 9.0, 2 / 9.0, 1 / 9.0);
    }

    @Test
    void probabilitiesNeedNotBeNormalised() {
        LogitsProcessor shifted =
                (logarithms, generated) -> IntStream.range(0, 3).forEach(i -> logarithms[i] -= 500);
        assertFrequencies(13.8, shifted, logarithms(0.5, 0.2, 0.3), 0.5, 0.2, 0.3);
    }

    /** A generator that always answers with the same share of the unit interval. */
    private static RandomGenerator always(double share) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return share;
            }
        };
    }

    @Test
    void endsOfTheUnitIntervalGiveSymbolsWithAProbability() {
        float[] logarithms = logarithms(0, 0.3, 0, 0.7, 0);
        assertThat(LogProbabilities.draw(logarithms, always(0))).isEqualTo(1);
        assertThat(LogProbabilities.draw(logarithms, always(Math.nextDown(1.0))))
                .isEqualTo(3);
        assertThat(LogProbabilities.draw(logarithms, always(1))).isEqualTo(3);
    }

    @Test
    void greedyTakesTheFirstOfTheLikeliest() {
        float[] logarithms = logarithms(0.2, 0.3, 0.2, 0.3);
        LogitsProcessor.GREEDY.apply(logarithms, List.of());
        assertThat(LogProbabilities.draw(logarithms, always(Math.nextDown(1.0))))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY})
    void modelWithoutValidProbabilitiesIsRefused(float logarithm) {
        float[] logarithms = {logarithm, Float.NEGATIVE_INFINITY};
        assertThatIllegalStateException()
                .isThrownBy(() -> LogProbabilities.draw(logarithms, new SplittableRandom(1)))
                .withMessageContaining("no symbol a probability");
        assertThatIllegalStateException()
                .isThrownBy(() -> LogitsProcessor.GREEDY.apply(logarithms, List.of()))
                .withMessageContaining("no symbol a probability");
    }
}
