package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link TextbookAgreementTest} compares the results of the gates. */
class GatesTest {
    private static final int SIZE = 203;

    /** A divergence must be detected, also after HotSpot has vectorised the loops. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nanGivesNan(boolean coupled) {
        for (int round = 0; round < 3000; round++) {
            Gates z = new Gates(1, SIZE, coupled);
            float[] c = new float[SIZE];
            float[] tanhC = new float[SIZE];
            float[] h = new float[SIZE];
            float[] dc = new float[SIZE];
            int place = round % SIZE;
            (coupled ? z.forget : z.input)[place] = Float.NaN;
            z.forward(new Gates(1, SIZE, coupled), c, tanhC, h, SIZE);
            assertThat(h[place]).as("h in round %d", round).isNaN();
            h[place] = Float.NaN;
            z.backward(c, tanhC, h, dc, SIZE);
            assertThat(z.output[place]).isNaN();
            assertThat(dc[place]).isNaN();
        }
    }
}
