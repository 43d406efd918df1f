package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.lab.Bootstrap.Interval;
import charrnn.lab.Bootstrap.Statistic;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final List<Statistic<Double>> STATISTICS = List.of(
            new Statistic<>(
                    "mean",
                    false,
                    cases -> cases.stream().mapToDouble(x -> x).average().orElse(Double.NaN)),
            new Statistic<>("nothing", false, cases -> Double.NaN));

    /** The interval of a mean is close to mean ± 1.96 σ / √n. */
    @Test
    void intervalOfAMeanAgreesWithTheNormalApproximation() {
        Random random = new Random(2);
        List<Double> cases = random.doubles(400).mapToObj(x -> 10 * x).toList();
        Interval mean = Bootstrap.intervals(cases, STATISTICS, 1).get(0);
        double variance = cases.stream()
                        .mapToDouble(x -> (x - mean.value()) * (x - mean.value()))
                        .sum()
                / 399;
        double half = 1.96 * Math.sqrt(variance / 400);
        assertThat(mean.low()).isCloseTo(mean.value() - half, within(0.1 * half));
        assertThat(mean.high()).isCloseTo(mean.value() + half, within(0.1 * half));
    }

    /** The interval would have no width, although the true value may be another. */
    @Test
    void casesThatAgreeGiveNoInterval() {
        for (List<Double> cases : List.of(List.of(1.0), List.of(1.0, 1.0, 1.0))) {
            Interval mean = Bootstrap.intervals(cases, STATISTICS, 1).get(0);
            assertThat(mean.value()).isEqualTo(1);
            assertThat(mean.low()).isNaN();
            assertThat(mean.toText(true)).isEqualTo("100.0 %");
        }
        assertThat(Bootstrap.intervals(List.of(0.0, 1.0), STATISTICS, 1).get(0).toText(false))
                .isEqualTo("0.50 (0.00–1.00)");
    }

    @Test
    void statisticThatIsNotDefinedHasNoInterval() {
        Interval nothing = Bootstrap.intervals(List.of(1.0, 2.0), STATISTICS, 1).get(1);
        assertThat(List.of(nothing.value(), nothing.low(), nothing.high())).allMatch(x -> x.isNaN());
        assertThat(Bootstrap.intervals(List.of(), STATISTICS, 1).get(0).low()).isNaN();
    }
}
