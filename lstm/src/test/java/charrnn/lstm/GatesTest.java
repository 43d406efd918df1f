package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the vectorised loops with plain ones in double precision, before and after HotSpot has compiled them. */
class GatesTest {
    private static final int ROOM = 203;
    private static final int ROUNDS = 3000;

    /** tanh has an error of 3e-7, and each formula multiplies a few factors of at most 3. */
    private static final double TOLERANCE = 5e-6;

    /** The arrays of one time step, and the same numbers in double precision. */
    private static final class Both {
        final boolean coupled;
        final Gates z;
        final Gates y;
        final float[] c = new float[ROOM]; // c_(t-1)
        final float[] tanhC = new float[ROOM];
        final float[] h = new float[ROOM]; // or dh
        final float[] dc = new float[ROOM];
        final double[][] exact = new double[12][ROOM];

        Both(long seed, boolean coupled) {
            this.coupled = coupled;
            z = new Gates(1, ROOM, coupled);
            y = new Gates(1, ROOM, coupled);
            Random random = new Random(seed);
            List<float[]> all = arrays();
            for (int i = 0; i < all.size(); i++) {
                for (int k = 0; k < all.get(i).length; k++) {
                    all.get(i)[k] = 3 * (random.nextFloat() - 0.5f);
                    exact[i][k] = all.get(i)[k];
                }
            }
        }

        private List<float[]> arrays() {
            return List.of(
                    z.candidate,
                    z.forget,
                    z.output,
                    z.input,
                    c,
                    tanhC,
                    h,
                    dc,
                    y.candidate,
                    y.forget,
                    y.output,
                    y.input);
        }

        void forward(int count) {
            z.forward(y, c, tanhC, h, count);
            for (int k = 0; k < count; k++) {
                exact[0][k] = Math.tanh(exact[0][k] + exact[8][k]);
                for (int gate = 1; gate < 4; gate++) {
                    exact[gate][k] = 1 / (1 + Math.exp(-exact[gate][k] - exact[8 + gate][k]));
                }
                double input = coupled ? 1 - exact[1][k] : exact[3][k];
                exact[4][k] = exact[1][k] * exact[4][k] + input * exact[0][k];
                exact[5][k] = Math.tanh(exact[4][k]);
                exact[6][k] = exact[2][k] * exact[5][k];
            }
        }

        void backward(int count) {
            z.backward(c, tanhC, h, dc, count);
            for (int k = 0; k < count; k++) {
                double a = exact[0][k];
                double f = exact[1][k];
                double o = exact[2][k];
                double i = coupled ? 1 - f : exact[3][k];
                double before = coupled ? exact[4][k] - a : exact[4][k];
                double t = exact[5][k];
                double dh = exact[6][k];
                double d = exact[7][k] + dh * o * (1 - t * t);
                exact[0][k] = d * i * (1 - a * a);
                exact[1][k] = d * before * f * (1 - f);
                exact[2][k] = dh * t * o * (1 - o);
                exact[3][k] = d * a * i * (1 - i);
                exact[7][k] = d * f;
            }
        }

        void agree() {
            List<float[]> all = arrays();
            double worst = 0;
            for (int i = 0; i < all.size(); i++) {
                for (int k = 0; k < all.get(i).length; k++) {
                    worst = Math.max(worst, Math.abs(all.get(i)[k] - exact[i][k]));
                }
            }
            assertThat(worst).isCloseTo(0, within(TOLERANCE));
        }
    }

    /** Elements from index {@code count} on do not change. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stepsAgreeWithDoublePrecision(boolean coupled) {
        for (int round = 0; round < ROUNDS; round++) {
            Both forward = new Both(round, coupled);
            forward.forward(round % ROOM);
            forward.agree();
            Both backward = new Both(round, coupled);
            backward.backward(round % ROOM);
            backward.agree();
        }
    }

    /** A divergence must be detected, also after HotSpot has vectorised the loops. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nanGivesNan(boolean coupled) {
        for (int round = 0; round < ROUNDS; round++) {
            Both both = new Both(round, coupled);
            int place = round % ROOM;
            (coupled ? both.z.forget : both.z.input)[place] = Float.NaN;
            both.z.forward(both.y, both.c, both.tanhC, both.h, ROOM);
            assertThat(both.h[place]).as("h in round %d", round).isNaN();
            both.h[place] = Float.NaN;
            both.z.backward(both.c, both.tanhC, both.h, both.dc, ROOM);
            assertThat(both.z.output[place]).isNaN();
            assertThat(both.dc[place]).isNaN();
        }
    }
}
