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
        assertThat(LearningRateFinder.suggestion(curve).orElseThrow()).isCloseTo(1e-3, within(1e-9));
        assertThat(LearningRateFinder.isLowAtTheEnd(curve)).isTrue();
    }

    @Test
    void whereTheLossDoesNotFallThereIsNothingToSuggest() {
        assertThat(LearningRateFinder.suggestion(List.of(new Point(0.5, 3)))).isEmpty();
        List<Point> rising = List.of(new Point(1e-5, 6), new Point(1e-4, 5.95), new Point(1e-3, 6.5));
        assertThat(LearningRateFinder.suggestion(rising)).isEmpty();
        List<Point> falling = List.of(new Point(1e-5, 6), new Point(1e-4, 5.85), new Point(1e-3, 6.5));
        assertThat(LearningRateFinder.suggestion(falling)).isPresent();
    }

    @Test
    void theBestRateMayLieAboveWhereTheHighestIsNoneTooLarge() {
        Point start = new Point(1e-5, 6);
        assertThat(LearningRateFinder.isLowAtTheEnd(List.of(start, new Point(0.9, 4), new Point(1, 4.05))))
                .isTrue();
        assertThat(LearningRateFinder.isLowAtTheEnd(List.of(start, new Point(0.9, 4), new Point(1, 4.2))))
                .isFalse();
        assertThat(LearningRateFinder.isLowAtTheEnd(List.of(start, new Point(0.8, 4))))
                .as("from there on the loss exploded")
                .isFalse();
    }
}
