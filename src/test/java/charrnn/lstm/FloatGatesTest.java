package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The vectorised loops against the plain ones in double precision: before and after HotSpot has compiled them. */
class FloatGatesTest {
    private static final int ROOM = 203;
    private static final int ROUNDS = 3000;

    /** FastTanh is off by 3e-7, and each formula multiplies a few factors of at most 3. */
    private static final double TOLERANCE = 5e-6;

    /** Arrays of one time step in either precision, with the same random numbers. */
    private static final class Both {
        final GateRows<float[]> z = new GateRows<>(Precision.SINGLE, 1, ROOM);
        final GateRows<float[]> y = new GateRows<>(Precision.SINGLE, 1, ROOM);
        final GateRows<double[]> exactZ = new GateRows<>(Precision.DOUBLE, 1, ROOM);
        final GateRows<double[]> exactY = new GateRows<>(Precision.DOUBLE, 1, ROOM);
        final List<float[]> others = new ArrayList<>(); // c, tanh c, h or dh, dc
        final List<double[]> exactOthers = new ArrayList<>();

        Both(long seed) {
            Random random = new Random(seed);
            fill(List.of(z.candidate, z.forget, z.output, z.input), gates(exactZ), random);
            fill(List.of(y.candidate, y.forget, y.output, y.input), gates(exactY), random);
            for (int i = 0; i < 4; i++) {
                others.add(new float[ROOM]);
                exactOthers.add(new double[ROOM]);
            }
            fill(others, exactOthers, random);
        }

        private static List<double[]> gates(GateRows<double[]> rows) {
            return List.of(rows.candidate, rows.forget, rows.output, rows.input);
        }

        private static void fill(List<float[]> floats, List<double[]> doubles, Random random) {
            for (int i = 0; i < floats.size(); i++) {
                for (int k = 0; k < ROOM; k++) {
                    floats.get(i)[k] = 3 * (random.nextFloat() - 0.5f);
                    doubles.get(i)[k] = floats.get(i)[k];
                }
            }
        }

        void forward(int count) {
            new FloatGates().forward(z, y, others.get(0), others.get(1), others.get(2), count);
            new DoubleGates()
                    .forward(exactZ, exactY, exactOthers.get(0), exactOthers.get(1), exactOthers.get(2), count);
        }

        void backward(int count) {
            new FloatGates().backward(z, others.get(0), others.get(1), others.get(2), others.get(3), count);
            new DoubleGates()
                    .backward(
                            exactZ,
                            exactOthers.get(0),
                            exactOthers.get(1),
                            exactOthers.get(2),
                            exactOthers.get(3),
                            count);
        }

        void agree() {
            agree(z.candidate, exactZ.candidate);
            agree(z.forget, exactZ.forget);
            agree(z.output, exactZ.output);
            agree(z.input, exactZ.input);
            for (int i = 0; i < others.size(); i++) {
                agree(others.get(i), exactOthers.get(i));
            }
        }

        private static void agree(float[] actual, double[] expected) {
            double worst = 0;
            for (int k = 0; k < ROOM; k++) {
                worst = Math.max(worst, Math.abs(actual[k] - expected[k]));
            }
            assertThat(worst).isCloseTo(0, within(TOLERANCE));
        }
    }

    /** Behind {@code count}, nothing changes in either precision. */
    @Test
    void agreeWithDoublePrecision() {
        for (int round = 0; round < ROUNDS; round++) {
            Both forward = new Both(round);
            forward.forward(round % ROOM);
            forward.agree();
            Both backward = new Both(round);
            backward.backward(round % ROOM);
            backward.agree();
        }
    }

    /** A network that diverged must be seen to have: also once HotSpot has made vector instructions of the loops. */
    @Test
    void notANumberStaysNotANumber() {
        for (int round = 0; round < ROUNDS; round++) {
            Both both = new Both(round);
            int place = round % ROOM;
            both.z.input[place] = Float.NaN;
            both.forward(ROOM);
            assertThat(both.others.get(2)[place]).as("h in round %d", round).isNaN();
            both.others.get(2)[place] = Float.NaN;
            both.backward(ROOM);
            assertThat(both.z.output[place]).isNaN();
            assertThat(both.others.get(3)[place]).isNaN();
        }
    }
}
