package charrnn.lstm;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A matrix in Java memory that vectors are multiplied by, each row in an array of its own: HotSpot (17 and 21) makes
 * vector instructions of a loop over several arrays only where it reads all of them at the same index, and a row of one
 * large array lies at another index than the sum. So a product runs at the speed at which the weights can be read; in
 * one array it took four times as long.
 */
final class RowMatrix implements WeightMatrix {
    private static final Precision<float[]> PRECISION = Precision.SINGLE;

    private final float[][] rows;

    private RowMatrix(float[][] rows) {
        this.rows = rows;
    }

    /** A copy of a matrix of any order and precision. */
    static RowMatrix copyOf(INDArray matrix) {
        float[] all = Nd4j.toFlattened('c', matrix).toFloatVector();
        int columns = (int) matrix.size(1);
        float[][] rows = new float[(int) matrix.size(0)][columns];
        for (int k = 0; k < rows.length; k++) {
            System.arraycopy(all, k * columns, rows[k], 0, columns);
        }
        return new RowMatrix(rows);
    }

    /** One row after the other, on the calling thread. */
    @Override
    public Product product(Matrix out, Matrix x) {
        float[] vector = new float[(int) x.array.size(1)];
        float[] sum = new float[(int) out.array.size(1)];
        return (count, allThreadsFree) -> {
            for (int row = 0; row < count; row++) {
                PRECISION.read(x.memory, row * vector.length, vector, 0, vector.length);
                Arrays.fill(sum, 0);
                addProduct(vector, sum);
                PRECISION.write(sum, 0, out.memory, row * sum.length, sum.length);
            }
        };
    }

    /** {@code sum += vector · matrix}. Four rows at a time, so that the sum is fetched and stored a quarter as often. */
    void addProduct(float[] vector, float[] sum) {
        int k = 0;
        for (; k + 4 <= rows.length; k += 4) {
            add(
                    vector[k],
                    rows[k],
                    vector[k + 1],
                    rows[k + 1],
                    vector[k + 2],
                    rows[k + 2],
                    vector[k + 3],
                    rows[k + 3],
                    sum);
        }
        for (; k < rows.length; k++) {
            add(vector[k], rows[k], sum);
        }
    }

    private static void add(
            float x0,
            float[] row0,
            float x1,
            float[] row1,
            float x2,
            float[] row2,
            float x3,
            float[] row3,
            float[] sum) {
        for (int j = 0; j < sum.length; j++) {
            float two = Math.fma(x1, row1[j], Math.fma(x0, row0[j], sum[j]));
            sum[j] = Math.fma(x3, row3[j], Math.fma(x2, row2[j], two));
        }
    }

    private static void add(float x, float[] row, float[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] = Math.fma(x, row[j], sum[j]);
        }
    }
}
