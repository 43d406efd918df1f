package charrnn.tools.cells;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.tools.cells.Probe.Halves;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HalvesTest {
    @ParameterizedTest
    @ValueSource(ints = {20, 1000, 1013, 1_000_000})
    void halvesPartitionThePlaces(int length) {
        Halves halves = Halves.of(length);
        int[] both = IntStream.concat(IntStream.of(halves.choosing()), IntStream.of(halves.heldOut()))
                .sorted()
                .toArray();
        assertThat(both).isEqualTo(IntStream.range(0, length).toArray());
        assertThat(halves.choosing().length - halves.heldOut().length).isBetween(-10, 10);
    }

    @Test
    void halvesAlternateInStretches() {
        Halves halves = Halves.of(200);
        assertThat(halves.choosing())
                .startsWith(IntStream.range(0, 10).toArray())
                .contains(20, 180, 189);
        assertThat(halves.heldOut())
                .startsWith(IntStream.range(10, 20).toArray())
                .endsWith(199);
    }
}
