package charrnn.tools.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.sample.Token;
import charrnn.sample.Token.Alternative;
import charrnn.tools.cells.Recording.Signal;
import charrnn.tools.cells.Recording.Signal.Kind;
import org.junit.jupiter.api.Test;

class RecordingTest {
    private static final Signal COUNT = new Signal(2, 3, Kind.C);

    /** The vocabulary is the unknown symbol 0, a 1, b 2, c 3; d has no symbol. */
    private final PlantedNetwork network =
            new PlantedNetwork("abc").with(COUNT, scanner -> 10 * scanner.line().column());

    private final Recording recording =
            Recording.of(network, "abcd".codePoints().toArray());

    @Test
    void bitsAreThoseOfTheCharacterRead() {
        // Symbol k costs k + 1 bits, but for the last one, which costs as much as the one before.
        assertThat(recording.tokens().stream().mapToDouble(Token::bits).toArray())
                .containsExactly(new double[] {Double.NaN, 3, 3, 1}, within(1e-5));
        assertThat(recording.bitsPerCharacter()).isCloseTo(7 / 3.0, within(1e-6));
    }

    @Test
    void predictionsAreInDescendingOrder() {
        assertThat(recording.tokens()).hasSize(4);
        assertThat(recording.tokens().get(0).likeliest()).isEmpty();
        assertThat(recording.tokens().get(3).likeliest())
                .extracting(Alternative::index)
                .containsExactly(0, 1, 2, 3);
        assertThat(recording.tokens().get(3).likeliest())
                .extracting(alternative -> Math.round(1000 * Math.exp(alternative.logProbability())))
                .containsExactly(500L, 250L, 125L, 125L);
    }

    @Test
    void signalValuesAreThoseAfterEachCharacter() {
        assertThat(recording.signals()).hasSize(40).startsWith(new Signal(1, 1, Kind.H), new Signal(1, 1, Kind.C));
        float[] count = recording.values()[recording.signals().indexOf(COUNT)];
        assertThat(count).containsExactly(new float[] {10, 20, 30, 40}, within(1f));
    }

    @Test
    void recordingsStartFromTheInitialState() {
        assertThat(network.size()).isZero();
        assertThat(Recording.of(network, "abcd".codePoints().toArray()).values())
                .isDeepEqualTo(recording.values());
    }
}
