package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

class WeightMatrixTest {
    private static final int ROWS = LstmStepper.ROWS;

    private static Matrix random(int rows, int columns, long seed) {
        Matrix matrix = new Matrix(rows, columns);
        float[] numbers = new float[rows * columns];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        matrix.memory.put(0, numbers);
        return matrix;
    }

    private static float[] row(Matrix matrix, int row) {
        return matrix.rows(row, 1).dup().data().asFloat();
    }

    /** Counts rows that differ from the same row alone: for all numbers of rows, all positions, one thread and all. */
    private static int different(WeightMatrix factor, int inputs, int columns) {
        Matrix x = random(ROWS, inputs, 2);
        Matrix out = new Matrix(ROWS, columns);
        WeightMatrix.Product product = factor.product(out, x);
        float[][] alone = new float[ROWS][];
        for (int r = 0; r < ROWS; r++) {
            Matrix first = new Matrix(ROWS, inputs);
            first.memory.put(0, row(x, r));
            Matrix result = new Matrix(ROWS, columns);
            factor.product(result, first).run(1, false);
            alone[r] = row(result, 0);
        }
        int different = 0;
        for (int count = 1; count <= ROWS; count++) {
            for (boolean allThreadsFree : new boolean[] {false, true}) {
                out.array.assign(Float.NaN);
                product.run(count, allThreadsFree);
                for (int r = 0; r < count; r++) {
                    different += Arrays.equals(row(out, r), alone[r]) ? 0 : 1;
                }
            }
        }
        return different;
    }

    @ParameterizedTest
    @CsvSource({"1, 8", "7, 5", "33, 132", "130, 800", "512, 98", "512, 2048"})
    void rowsDoNotDependOnTheBatch(int inputs, int columns) {
        Matrix matrix = random(inputs, columns, 1);
        Partition.runWithNativeThreads(Nets.SHARES, () -> {
            WeightMatrix factor = WeightMatrix.of(matrix, ROWS);
            assertThat(different(factor, inputs, columns)).isZero();
            Partition.runWithNativeThreads(
                    1, () -> assertThat(different(factor, inputs, columns)).isZero());
            assertThat(different(new RowMatrix(matrix.array), inputs, columns)).isZero();
        });
    }

    /** Fast for one row are those that compute no others for its sake: they compute what a matrix for one row does. */
    @ParameterizedTest
    @CsvSource({"7, 5", "33, 132", "130, 800", "512, 98", "512, 2048", "768, 3072"})
    void oneRowIsFastIfItIsComputedAsInAMatrixForOneRow(int inputs, int columns) {
        Matrix matrix = random(inputs, columns, 1);
        WeightMatrix forMany = WeightMatrix.of(matrix, ROWS);
        WeightMatrix forOne = WeightMatrix.of(matrix, 1);
        boolean same = true;
        for (int seed = 2; seed < 22; seed++) {
            Matrix x = random(ROWS, inputs, seed);
            Matrix out = new Matrix(ROWS, columns);
            forMany.product(out, x).run(1, false);
            Matrix outOfOne = new Matrix(1, columns);
            forOne.product(outOfOne, random(1, inputs, seed)).run(1, false);
            same &= Arrays.equals(row(out, 0), row(outOfOne, 0));
        }
        assertThat(forMany.isFastForOneRow()).isEqualTo(same);
    }

    /** The layouts that oneDNN chooses depend on the number of threads. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8})
    void productEqualsTheReferenceOnAnyNumberOfThreads(int threads) {
        int[][] shapes = {{1, 1}, {16, 23}, {23, 64}, {33, 132}, {40, 160}, {64, 98}, {512, 98}, {130, 800}, {512, 2048}
        };
        for (int[] shape : shapes) {
            for (int maxRows : new int[] {1, 2, ROWS}) {
                Partition.runWithNativeThreads(threads, () -> productEqualsTheReference(shape[0], shape[1], maxRows));
            }
        }
    }

    private static void productEqualsTheReference(int inputs, int columns, int maxRows) {
        Matrix matrix = random(inputs, columns, 1);
        Matrix x = random(maxRows, inputs, 2);
        float[] expected = x.array
                .castTo(DataType.DOUBLE)
                .mmul(matrix.array.castTo(DataType.DOUBLE))
                .ravel()
                .toFloatVector();
        for (WeightMatrix factor : new WeightMatrix[] {WeightMatrix.of(matrix, maxRows), new RowMatrix(matrix.array)}) {
            Matrix out = new Matrix(maxRows, columns);
            factor.product(out, x).run(maxRows, true);
            assertThat(out.array.ravel().toFloatVector()).containsExactly(expected, within(1e-4f));
        }
    }

    /** Runs other processes in which oneDNN uses the code for older processors, which depends on the number of rows. */
    @ParameterizedTest
    @ValueSource(strings = {"AVX2", "AVX", "SSE41"})
    void rowsDoNotDependOnTheBatchOnOlderProcessors(String instructions) throws Exception {
        assumeTrue(OneDnn.isAvailable(), "oneDNN is not available");
        assertThat(onAnOlderProcessor(instructions))
                .contains("on 2 threads: different 0, on one 0, without the probe true");
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
        WeightMatrix factor = DnnWeightMatrix.of(random(512, 300, 1), ROWS).orElseThrow();
        int onAllThreads = different(factor, 512, 300);
        int onOneThread = Partition.withNativeThreads(1, () -> different(factor, 512, 300));
        System.out.println("on " + Partition.nativeThreads() + " threads: different " + onAllThreads + ", on one "
                + onOneThread + ", without the probe " + oneRowDiffersFromSixteen(512, 300));
    }

    /** The dependence that {@code BatchInvarianceProbe} avoids. */
    private static boolean oneRowDiffersFromSixteen(int inputs, int columns) {
        Matrix matrix = random(inputs, columns, 1);
        PackedMatrix packed = new PackedMatrix(matrix.array, inputs, DataType.FLOAT);
        Matrix x = random(ROWS, inputs, 2);
        Matrix one = new Matrix(ROWS, columns);
        DnnWeightMatrix.product(packed, one, x, 1, 1).run();
        Matrix sixteen = new Matrix(ROWS, columns);
        DnnWeightMatrix.product(packed, sixteen, x, ROWS, 1).run();
        return !Arrays.equals(row(one, 0), row(sixteen, 0));
    }
}
