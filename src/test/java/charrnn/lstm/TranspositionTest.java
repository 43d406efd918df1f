package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TranspositionTest {
    /** Sizes on both sides of a tile, a block and of what is worth sharing. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 7, 3", "7, 1, 3", "16, 32, 2", "17, 33, 2", "31, 65, 3", "515, 517, 1", "515, 517, 3"})
    void agreesWithNd4j(int rows, int columns, int shares) {
        for (Precision<?> precision : new Precision<?>[] {Precision.SINGLE, Precision.DOUBLE}) {
            INDArray numbers = Nd4j.arange(rows * columns).castTo(precision.dataType());
            Matrix from = new Matrix(precision, rows, columns);
            from.array.assign(numbers.reshape(rows, columns));
            Matrix to = new Matrix(precision, columns, rows);
            new Transposition<>(precision, rows, columns, shares).run(from.memory, to.memory);
            assertThat(to.array).isEqualTo(from.array.transpose());
        }
    }
}
