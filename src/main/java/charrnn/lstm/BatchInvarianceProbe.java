package charrnn.lstm;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Finds by trial which numbers of rows oneDNN multiplies by a matrix with the same result for each row.
 *
 * <p>A matrix multiplication takes some rows at a time and multiplies the remaining ones by other code, which may sum in
 * another order. oneDNN's AVX-512 code treats every number of rows alike; in its AVX2 code four or six rows come out as 16
 * do, but one, two or eight do not. The order depends on shapes and not on numbers, so a few random rows, each in all
 * places, are enough.
 */
final class BatchInvarianceProbe {
    private static final int TRIED_ROWS = 4;

    private final PackedMatrix packed;
    private final int maxRows;
    private final float[][] rows; // [TRIED_ROWS][K]
    private final float[][] expected; // [TRIED_ROWS][N], by maxRows rows on one thread, in the first place
    private final Matrix x; // [maxRows, K]
    private final Matrix out; // [maxRows, N]

    /** @param packed the matrix, for oneDNN's products */
    BatchInvarianceProbe(PackedMatrix packed, Matrix matrix, int maxRows) {
        this.packed = packed;
        this.maxRows = maxRows;
        int inputs = (int) matrix.array.size(0);
        x = new Matrix(maxRows, inputs);
        out = new Matrix(maxRows, (int) matrix.array.size(1));
        SplittableRandom random = new SplittableRandom(1);
        rows = new float[TRIED_ROWS][inputs];
        expected = new float[TRIED_ROWS][];
        Runnable product = DnnWeightMatrix.product(packed, out, x, maxRows, 1);
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
     * How many rows to compute where 1, 2, … are wanted, so that each comes out as it does of {@code maxRows} rows on one
     * thread; index 0 is unused. Empty if not even {@code maxRows} rows do.
     */
    Optional<int[]> computedRows(int threads) {
        int[] computed = new int[maxRows + 1];
        for (int count = maxRows; count > 0; count--) {
            boolean alike = isAlike(DnnWeightMatrix.product(packed, out, x, count, threads), count);
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
            x.memory.put(place * row.length, row);
        }
    }

    private float[] result(int place) {
        float[] row = new float[(int) out.array.size(1)];
        out.memory.get(place * row.length, row);
        return row;
    }
}
