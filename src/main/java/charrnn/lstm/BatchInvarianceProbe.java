package charrnn.lstm;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Finds out by trying which numbers of rows a {@link DnnFactor} treats alike.
 *
 * <p>A matrix multiplication takes some rows at a time and what is left over by other code, which may sum in another order.
 * oneDNN's AVX-512 code treats every number of rows alike; of its AVX2 code four or six rows come out as 16 do, but one, two
 * or eight do not. Sums depend on shapes and not on numbers, so a few random rows, each in all places, tell.
 */
final class BatchInvarianceProbe {
    private static final Precision<float[]> PRECISION = Precision.SINGLE;
    private static final int TRIED_ROWS = 4;

    private final DnnFactor factor;
    private final int maxRows;
    private final float[][] rows; // [TRIED_ROWS][K]
    private final float[][] expected; // [TRIED_ROWS][N], by maxRows rows on one thread, in the first place
    private final Matrix x; // [maxRows, K]
    private final Matrix out; // [maxRows, N]

    BatchInvarianceProbe(DnnFactor factor, int inputs, int outputs, int maxRows) {
        this.factor = factor;
        this.maxRows = maxRows;
        x = new Matrix(PRECISION, maxRows, inputs);
        out = new Matrix(PRECISION, maxRows, outputs);
        SplittableRandom random = new SplittableRandom(1);
        rows = new float[TRIED_ROWS][inputs];
        expected = new float[TRIED_ROWS][];
        Runnable product = factor.product(out, x, maxRows, 1);
        for (int i = 0; i < TRIED_ROWS; i++) {
            for (int k = 0; k < inputs; k++) {
                rows[i][k] = (float) random.nextDouble(-1, 1);
            }
            put(rows[i]);
            product.run();
            expected[i] = result(0);
        }
    }

    /**
     * How many rows to compute where 1, 2, … are wanted, so that each comes out as it does of most rows on one thread; the
     * first number means nothing. Empty if not even most rows do.
     */
    Optional<int[]> computedRows(int threads) {
        int[] computed = new int[maxRows + 1];
        for (int count = maxRows; count > 0; count--) {
            boolean alike = isAlike(factor.product(out, x, count, threads), count);
            if (count == maxRows && !alike) {
                return Optional.empty();
            }
            computed[count] = alike ? count : computed[count + 1];
        }
        return Optional.of(computed);
    }

    private boolean isAlike(Runnable product, int count) {
        for (int i = 0; i < TRIED_ROWS; i++) {
            put(rows[i]);
            product.run();
            for (int place = 0; place < count; place++) {
                if (!Arrays.equals(result(place), expected[i])) {
                    return false;
                }
            }
        }
        return true;
    }

    private void put(float[] row) {
        for (int place = 0; place < maxRows; place++) {
            PRECISION.write(row, 0, x.memory, place * row.length, row.length);
        }
    }

    private float[] result(int place) {
        int outputs = (int) out.array.size(1);
        float[] row = new float[outputs];
        PRECISION.read(out.memory, place * outputs, row, 0, outputs);
        return row;
    }
}
