package charrnn.tools.cells;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HalvesTest {
    @ParameterizedTest
    @ValueSource(ints = {20, 1000, 1013, 1_000_000})
    void halvesPartitionThePlaces(int length) {
        int[] choosing = Probe.half(length, 0);
        int[] heldOut = Probe.half(length, 1);
        int[] both = IntStream.concat(IntStream.of(choosing), IntStream.of(heldOut))
                .sorted()
                .toArray();
        assertThat(both).isEqualTo(IntStream.range(0, length).toArray());
        assertThat(choosing.length - heldOut.length).isBetween(-10, 10);
    }

    @Test
    void halvesAlternateInStretches() {
        assertThat(Probe.half(200, 0))
                .startsWith(IntStream.range(0, 10).toArray())
                .contains(20, 180, 189);
        assertThat(Probe.half(200, 1))
                .startsWith(IntStream.range(10, 20).toArray())
                .endsWith(199);
    }
}
