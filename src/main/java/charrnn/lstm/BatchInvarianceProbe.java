package charrnn.lstm;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Finds by trial for which numbers of rows a oneDNN product gives each row the same result as for the maximum number.
 *
 * <p>A matrix multiplication processes rows in groups, and the remaining rows by other code, which may sum in another
 * order. oneDNN's AVX-512 code sums alike for every number of rows; in its AVX2 code four or six rows give the same
 * results as 16, but one, two or eight do not. The order of summation depends on the shapes and not on the values, so
 * it is enough to test a few random rows, each in every position.
 */
final class BatchInvarianceProbe {
    private static final int TEST_ROWS = 4;

    private final PackedMatrix packed;
    private final int maxRows;
    private final float[][] rows; // [TEST_ROWS][K]
    private final float[][] expected; // [TEST_ROWS][N], the first row of a product of maxRows rows on one thread
    private final Matrix x; // [maxRows, K]
    private final Matrix out; // [maxRows, N]

    /** @param packed {@code matrix}, packed for oneDNN */
    BatchInvarianceProbe(PackedMatrix packed, Matrix matrix, int maxRows) {
        this.packed = packed;
        this.maxRows = maxRows;
        int inputs = (int) matrix.array.size(0);
        x = new Matrix(maxRows, inputs);
        out = new Matrix(maxRows, (int) matrix.array.size(1));
        SplittableRandom random = new SplittableRandom(1);
        rows = new float[TEST_ROWS][inputs];
        expected = new float[TEST_ROWS][];
        Runnable product = DnnWeightMatrix.product(packed, out, x, maxRows, 1);
        for (int i = 0; i < TEST_ROWS; i++) {
            for (int k = 0; k < inputs; k++) {
                rows[i][k] = (float) random.nextDouble(-1, 1);
            }
            fill(rows[i]);
            product.run();
            expected[i] = result(0);
        }
    }

    /**
     * Finds for each number of rows how many to compute so that the results equal those of {@code maxRows} rows on one
     * thread, [maxRows + 1]; index 0 is unused. Empty if {@code maxRows} rows on {@code threads} threads differ.
     */
    Optional<int[]> computedRows(int threads) {
        int[] computed = new int[maxRows + 1];
        for (int count = maxRows; count > 0; count--) {
            boolean matches = matchesExpected(DnnWeightMatrix.product(packed, out, x, count, threads), count);
            if (count == maxRows && !matches) {
                return Optional.empty();
            }
            computed[count] = matches ? count : computed[count + 1];
        }
        return Optional.of(computed);
    }

    private boolean matchesExpected(Runnable product, int count) {
        for (int i = 0; i < TEST_ROWS; i++) {
            fill(rows[i]);
            product.run();
            for (int position = 0; position < count; position++) {
                if (!Arrays.equals(result(position), expected[i])) {
                    return false;
                }
            }
        }
        return true;
    }

    private void fill(float[] row) {
        for (int position = 0; position < maxRows; position++) {
            x.memory.put(position * row.length, row);
        }
    }

    private float[] result(int position) {
        float[] row = new float[(int) out.array.size(1)];
        out.memory.get(position * row.length, row);
        return row;
    }
}
