package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class LargeProductTest {
    private static final int INNER = 40;
    private static final int COLUMNS = 24;

    /** Relative to the result's norm: rounding to float32, 6e-8 per term. */
    private static final double TOLERANCE = 1e-6;

    @BeforeAll
    static void loadNd4j() {
        NativeLibrary.choose();
        NativeLibrary.threads();
    }

    /** A matrix in 'f' order that begins in the middle of a longer vector, as a gradient does. */
    private static INDArray viewInAVector(int rows, int columns) {
        long before = 7L * rows * columns;
        INDArray all = Nd4j.zeros(DataType.FLOAT, 1, before + (long) rows * columns);
        return all.get(NDArrayIndex.point(0), NDArrayIndex.interval(before, all.length()))
                .reshape('f', rows, columns);
    }

    private static INDArray random(long rows, long columns) {
        return Nd4j.rand(DataType.FLOAT, rows, columns).subi(0.5);
    }

    private static void assertProduct(INDArray out, INDArray a, INDArray b) {
        INDArray exact = a.castTo(DataType.DOUBLE).mmul(b.castTo(DataType.DOUBLE));
        assertThat(out.castTo(DataType.DOUBLE).distance2(exact))
                .isLessThan(TOLERANCE * exact.norm2Number().doubleValue());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "2, 17", "2, 1000", "3, 1000", "3, 98"})
    void aProductDividedByRowsEqualsTheWholeOne(int threads, int rows) {
        Nd4j.getRandom().setSeed(1);
        for (boolean oneDnn : new boolean[] {OneDnn.isAvailable(), false}) {
            Partition.runWithNativeThreads(threads, () -> {
                LargeProduct plain = new LargeProduct(oneDnn);
                LargeProduct packed = new LargeProduct(oneDnn);
                INDArray weights = random(COLUMNS, INNER).transpose();
                PackedMatrix packedWeights = PackedMatrix.of(weights, INNER, DataType.FLOAT, oneDnn);
                for (int call = 0; call < 3; call++) {
                    INDArray out = viewInAVector(COLUMNS, rows).transpose();
                    INDArray a = random(INNER, rows).transpose();
                    INDArray b = random(INNER, COLUMNS);
                    plain.run(out, a, b);
                    assertProduct(out, a, b);
                    weights.assign(random(INNER, COLUMNS));
                    packedWeights.update();
                    packed.run(out, a, packedWeights);
                    assertProduct(out, a, weights);
                }
            });
        }
    }

    @Test
    void theFailureOfAShareReachesTheCallerAndLaterCallsWork() {
        for (int failing = 0; failing < 3; failing++) {
            int share = failing;
            assertThatThrownBy(() -> Partition.run(3, s -> {
                        if (s == share) {
                            throw new IllegalStateException("share " + s);
                        }
                    }))
                    .hasMessageContaining("share " + share);
            boolean[] ran = new boolean[3];
            Partition.run(3, s -> ran[s] = true);
            assertThat(ran).containsOnly(true);
        }
    }
}
