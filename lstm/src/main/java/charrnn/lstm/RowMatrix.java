package charrnn.lstm;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A {@link WeightMatrix} in Java memory; the calling thread multiplies row by row. As in {@link Gates}, each row is an
 * array of its own: with a single array a product takes four times as long.
 */
final class RowMatrix implements WeightMatrix {
    private final float[][] rows;

    /** Copies a matrix of any order and precision. */
    RowMatrix(INDArray matrix) {
        float[] all = Nd4j.toFlattened('c', matrix).toFloatVector();
        int columns = (int) matrix.size(1);
        rows = new float[(int) matrix.size(0)][];
        Arrays.setAll(rows, k -> Arrays.copyOfRange(all, k * columns, (k + 1) * columns));
    }

    @Override
    public Product product(Matrix out, Matrix x) {
        float[] vector = new float[(int) x.array.size(1)];
        float[] sum = new float[(int) out.array.size(1)];
        return (count, allThreads) -> {
            for (int row = 0; row < count; row++) {
                x.memory.get(row * vector.length, vector);
                Arrays.fill(sum, 0);
                addProduct(vector, sum);
                out.memory.put(row * sum.length, sum);
            }
        };
    }

    /** {@code sum += vector · matrix}. Takes four rows at a time: the sum is loaded and stored a quarter as often. */
    void addProduct(float[] vector, float[] sum) {
        int k = 0;
        for (; k + 4 <= rows.length; k += 4) {
            addFour(vector, k, rows[k], rows[k + 1], rows[k + 2], rows[k + 3], sum);
        }
        for (; k < rows.length; k++) {
            float x = vector[k];
            float[] row = rows[k];
            for (int j = 0; j < sum.length; j++) {
                sum[j] = Math.fma(x, row[j], sum[j]);
            }
        }
    }

    private static void addFour(
            float[] vector, int k, float[] row0, float[] row1, float[] row2, float[] row3, float[] sum) {
        float x0 = vector[k];
        float x1 = vector[k + 1];
        float x2 = vector[k + 2];
        float x3 = vector[k + 3];
        for (int j = 0; j < sum.length; j++) {
            float two = Math.fma(x1, row1[j], Math.fma(x0, row0[j], sum[j]));
            sum[j] = Math.fma(x3, row3[j], Math.fma(x2, row2[j], two));
        }
    }
}
