package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class WeightMatrixTest {
    private static final int ROWS = StepBlock.ROWS;

    private static Matrix random(int rows, int columns) {
        return Matrix.copyOf(Nd4j.rand(DataType.FLOAT, rows, columns).muli(2).subi(1));
    }

    /** The layouts that oneDNN chooses depend on the number of threads. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8})
    void productEqualsTheReferenceOnAnyNumberOfThreads(int threads) {
        int[][] shapes = {{1, 1}, {16, 23}, {23, 64}, {33, 132}, {40, 160}, {64, 98}, {512, 98}, {130, 800}, {512, 2048}
        };
        for (int[] shape : shapes) {
            Partition.runWithNativeThreads(threads, () -> productEqualsTheReference(shape[0], shape[1]));
        }
    }

    /** Compares the products of each number of rows, on one thread and on all. */
    private static void productEqualsTheReference(int inputs, int columns) {
        Nd4j.getRandom().setSeed(1);
        Matrix matrix = random(inputs, columns);
        Matrix x = random(ROWS, inputs);
        compare(new WeightMatrix(matrix, DataType.FLOAT, false), x, columns, product(x, matrix, DataType.FLOAT));
        compare(new WeightMatrix(matrix, DataType.FLOAT), x, columns, product(x, matrix, DataType.FLOAT));
        if (OneDnn.multipliesBfloat16()) {
            compare(new WeightMatrix(matrix, DataType.BFLOAT16), x, columns, product(x, matrix, DataType.BFLOAT16));
        }
    }

    /** The product of rounded factors, computed in float64. */
    private static float[] product(Matrix x, Matrix matrix, DataType factorType) {
        return x.array
                .castTo(factorType)
                .castTo(DataType.DOUBLE)
                .mmul(matrix.array.castTo(factorType).castTo(DataType.DOUBLE))
                .ravel()
                .toFloatVector();
    }

    private static void compare(WeightMatrix factor, Matrix x, int columns, float[] expected) {
        Matrix out = new Matrix(ROWS, columns);
        WeightMatrix.Product product = factor.product(out, x);
        for (int rows = 1; rows <= ROWS; rows++) {
            for (boolean allThreads : new boolean[] {false, true}) {
                out.array.assign(Float.NaN);
                product.run(rows, allThreads);
                assertThat(largestDifference(out.rows(0, rows), expected)).isLessThan(1e-4);
            }
        }
    }

    private static double largestDifference(INDArray actual, float[] expected) {
        float[] values = actual.ravel().toFloatVector();
        return IntStream.range(0, values.length)
                .mapToDouble(i -> Math.abs(values[i] - expected[i]))
                .max()
                .orElseThrow(); // NaN if one is
    }

    /** Runs other processes in which oneDNN uses the code for older processors. */
    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"AVX2", "AVX", "SSE41"})
    void productEqualsTheReferenceOnOlderProcessors(String instructions) throws Exception {
        assumeTrue(OneDnn.isAvailable(), "oneDNN is not available");
        assertThat(onAnOlderProcessor(instructions)).contains("equal on 2 threads");
    }

    private static String onAnOlderProcessor(String instructions) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WeightMatrixTest.class.getName())
                .redirectErrorStream(true);
        builder.environment().put("DNNL_MAX_CPU_ISA", instructions);
        builder.environment().put("OMP_NUM_THREADS", "2");
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    public static void main(String[] args) {
        NativeLibrary.choose();
        productEqualsTheReference(512, 300);
        System.out.println("equal on " + Partition.nativeThreads() + " threads");
    }
}
