package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CursorPlaceTest {
    @Test
    void placesAreDrawnEvenlyFromAllLinesWithAtLeastTwoCharacters() {
        List<String> files = List.of("ab  \n\n}\n \t \nxyz", "12345");
        List<CursorPlace> places = CursorPlace.draw(files, 6000, new SplittableRandom(5));
        Map<String, Integer> counts = new TreeMap<>();
        for (CursorPlace place : places) {
            counts.merge(place.rest(), 1, Integer::sum);
            assertThat(files)
                    .anyMatch(file -> file.startsWith(place.before() + place.rest())
                            && file.endsWith(place.after())
                            && (place.after().isEmpty() || place.after().startsWith("\n")));
        }
        assertThat(counts.keySet()).containsExactly("12345", "2345", "345", "45", "ab", "xyz", "yz");
        assertThat(counts.values()).allMatch(count -> count > 700 && count < 1010); // 857 ± 5 standard deviations
        assertThat(CursorPlace.draw(files, 50, new SplittableRandom(5)))
                .isEqualTo(CursorPlace.draw(files, 50, new SplittableRandom(5)))
                .isNotEqualTo(CursorPlace.draw(files, 50, new SplittableRandom(6)));
    }

    @Test
    void filesWithoutSuchALineHaveNoPlaces() {
        assertThat(CursorPlace.draw(List.of("}\n\n}\n"), 3, new SplittableRandom(1)))
                .isEmpty();
        assertThat(CursorPlace.draw(List.of(), 3, new SplittableRandom(1))).isEmpty();
    }
}
