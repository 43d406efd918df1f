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

class StepFactorTest {
    private static final Precision<float[]> PRECISION = Precision.SINGLE;
    private static final int ROWS = LstmBatchStepper.ROWS;

    private static Matrix random(int rows, int columns, long seed) {
        Matrix matrix = new Matrix(PRECISION, rows, columns);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < rows * columns; i++) {
            PRECISION.write(new float[] {(float) random.nextDouble(-1, 1)}, 0, matrix.memory, i, 1);
        }
        return matrix;
    }

    private static float[] row(Matrix matrix, int row) {
        return matrix.rows(row, row + 1).dup().data().asFloat();
    }

    /** How many rows come out otherwise than alone, of all numbers of rows, at all places, on one thread and on all. */
    private static int disturbed(int inputs, int columns) {
        StepFactor factor = new StepFactor(random(inputs, columns, 1), ROWS);
        Matrix x = random(ROWS, inputs, 2);
        Matrix out = new Matrix(PRECISION, ROWS, columns);
        StepFactor.Product product = factor.of(out, x);
        float[][] alone = new float[ROWS][];
        for (int r = 0; r < ROWS; r++) {
            Matrix first = new Matrix(PRECISION, ROWS, inputs);
            PRECISION.write(row(x, r), 0, first.memory, 0, inputs);
            Matrix result = new Matrix(PRECISION, ROWS, columns);
            factor.of(result, first).run(1, false);
            alone[r] = row(result, 0);
        }
        int disturbed = 0;
        for (int count = 1; count <= ROWS; count++) {
            for (boolean onAllThreads : new boolean[] {false, true}) {
                out.array.assign(Float.NaN);
                product.run(count, onAllThreads);
                for (int r = 0; r < count; r++) {
                    disturbed += Arrays.equals(row(out, r), alone[r]) ? 0 : 1;
                }
            }
        }
        return disturbed;
    }

    @ParameterizedTest
    @CsvSource({"1, 8", "7, 5", "33, 132", "130, 800", "512, 98", "512, 2048"})
    void aRowComesOutAsItDoesAlone(int inputs, int columns) {
        assertThat(disturbed(inputs, columns)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "33, 132, 16", "512, 98, 1", "130, 800, 16"})
    void itIsTheProduct(int inputs, int columns, int most) {
        Matrix matrix = random(inputs, columns, 1);
        Matrix x = random(most, inputs, 2);
        Matrix out = new Matrix(PRECISION, most, columns);
        new StepFactor(matrix, most).of(out, x).run(most, true);
        float[] expected = x.array
                .castTo(DataType.DOUBLE)
                .mmul(matrix.array.castTo(DataType.DOUBLE))
                .ravel()
                .toFloatVector();
        assertThat(out.array.ravel().toFloatVector()).containsExactly(expected, within(1e-4f));
    }

    /** In processes of their own, where oneDNN takes the processor for an older one, whose code does not treat all alike. */
    @ParameterizedTest
    @ValueSource(strings = {"AVX2", "SSE41"})
    void aRowComesOutAsItDoesAloneOnOlderProcessors(String instructions) throws Exception {
        assumeTrue(OneDnn.isThere(), "there is no oneDNN");
        assertThat(onAnOlderProcessor(instructions)).isEqualTo("disturbed 0, without care true");
    }

    private static String onAnOlderProcessor(String instructions) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StepFactorTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("DNNL_MAX_CPU_ISA", instructions);
        String out = new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return out.lines().reduce("", (before, line) -> line);
    }

    public static void main(String[] args) {
        NativeLibrary.choose();
        System.out.println("disturbed " + disturbed(512, 300) + ", without care " + oneRowDiffersFromSixteen(512, 300));
    }

    /** The test above can fail: what {@link StepFactor} avoids is there. */
    private static boolean oneRowDiffersFromSixteen(int inputs, int columns) {
        Matrix matrix = random(inputs, columns, 1);
        Matrix x = random(ROWS, inputs, 2);
        return !Arrays.equals(firstRow(matrix, x, 1), firstRow(matrix, x, ROWS));
    }

    private static float[] firstRow(Matrix matrix, Matrix x, int rows) {
        PackedMatrix packed = new PackedMatrix(matrix.array, (int) matrix.array.size(0), DataType.FLOAT);
        Matrix out = new Matrix(PRECISION, rows, (int) matrix.array.size(1));
        DnnProduct product =
                new DnnProduct(OneDnn.layout(out.array), OneDnn.layout(x.rows(0, rows)), packed.anyLayout(), false);
        Runnable run =
                product.of(OneDnn.memory(out.array), OneDnn.memory(x.rows(0, rows)), packed.in(product.layoutOfB()));
        packed.update();
        run.run();
        return row(out, 0);
    }
}
