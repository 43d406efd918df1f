package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RowMatrixTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "3, 5", "4, 1", "5, 28", "8, 100", "33, 132", "66, 7"})
    void productIsAddedToTheSum(int rows, int columns) {
        for (char order : new char[] {'c', 'f'}) {
            INDArray matrix = Nd4j.rand(DataType.FLOAT, rows, columns).subi(0.5).dup(order);
            float[] vector = Nd4j.rand(DataType.FLOAT, rows).subi(0.5).toFloatVector();
            float[] sum = Nd4j.rand(DataType.FLOAT, columns).toFloatVector();
            float[] expected = sum.clone();
            for (int j = 0; j < columns; j++) {
                for (int k = 0; k < rows; k++) {
                    expected[j] += vector[k] * matrix.getFloat(k, j);
                }
            }
            RowMatrix copy = new RowMatrix(matrix);
            matrix.assign(Float.NaN);
            copy.addProduct(vector, sum);
            assertThat(sum).containsExactly(expected, within(1e-5f));
        }
    }
}
