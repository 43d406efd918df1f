package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.train.LearningRateFinder.Point;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningRateFinderTest {
    @Test
    void theSuggestionIsATenthOfTheRateAtWhichTheLossFallsFastest() {
        List<Point> curve = new ArrayList<>();
        for (int i = 0; i <= 100; i++) {
            double fallAtSixty = 1 / (1 + Math.exp((i - 60) / 4.0));
            curve.add(new Point(1e-5 * Math.pow(10, i / 20.0), 2 + 4 * fallAtSixty));
        }
        assertThat(LearningRateFinder.suggestion(curve)).isCloseTo(1e-3, within(1e-9));
    }

    @Test
    void aCurveOfOnePointSuggestsWhatItCan() {
        assertThat(LearningRateFinder.suggestion(List.of(new Point(0.5, 3)))).isCloseTo(0.05, within(1e-9));
    }
}
