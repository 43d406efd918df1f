package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import charrnn.lstm.LstmProducts.Steps;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Compares the products of a layer with sums of the rounded factors in double precision: in bfloat16, only the factors are
 * rounded.
 */
class LstmProductsTest {
    private static final int BATCH = 5;
    private static final int TIME = 3;
    private static final int INPUTS = 9;

    /** Streams of the first of two shares. */
    private static final int FIRST = 3;

    /** Relative to a result's norm: rounding to float32, 6e-8 per term. */
    private static final double TOLERANCE = 1e-6;

    /** The implementations of the products. */
    enum By {
        ND4J,
        ONEDNN,
        ONEDNN_IN_BFLOAT16;

        LstmProducts products(Operands operands) {
            assumeTrue(this == ND4J || OneDnn.isAvailable(), "oneDNN is not available");
            assumeTrue(this != ONEDNN_IN_BFLOAT16 || OneDnn.multipliesBfloat16(), "the processor has no bfloat16");
            return new LstmProducts(
                    operands.z,
                    operands.h,
                    operands.weights,
                    operands.recurrentWeights,
                    BATCH,
                    operands.symbols,
                    this == ONEDNN_IN_BFLOAT16 ? DataType.BFLOAT16 : DataType.FLOAT,
                    this != ND4J);
        }

        /** A factor as it is multiplied, in double precision. */
        INDArray factor(INDArray matrix) {
            INDArray exact = matrix.castTo(DataType.DOUBLE).dup('c');
            for (long i = 0; this == ONEDNN_IN_BFLOAT16 && i < exact.length(); i++) {
                exact.putScalar(i, bfloat16(exact.getFloat(i)));
            }
            return exact;
        }

        /** The upper half of a float32, rounded to the nearest, ties to even. */
        private static float bfloat16(float value) {
            int bits = Float.floatToRawIntBits(value);
            return Float.intBitsToFloat((bits + 0x7fff + (bits >>> 16 & 1)) & 0xffff0000);
        }
    }

    /**
     * One unit, rows that fill no vector instruction, and rows of 8192 bytes, which ND4J multiplies in part; four gates,
     * and three, as coupled gates have.
     */
    private static List<Arguments> layers() {
        List<Arguments> layers = new ArrayList<>();
        for (By by : By.values()) {
            for (int hidden : new int[] {1, 7, 512}) {
                for (int gates : new int[] {3, 4}) {
                    layers.add(Arguments.of(by, hidden, gates, true));
                    layers.add(Arguments.of(by, hidden, gates, false));
                }
            }
        }
        return layers;
    }

    /** The operands of all products of a layer. */
    private record Operands(Matrix z, Matrix h, INDArray weights, INDArray recurrentWeights, boolean symbols) {
        INDArray hBefore() {
            return h.rows(0, TIME * BATCH);
        }
    }

    /** The weights are the first columns of arrays with four gates. */
    private static Operands operands(int hidden, int gates, boolean symbols) {
        return new Operands(
                new Matrix(TIME * BATCH, gates * hidden),
                new Matrix((TIME + 1) * BATCH, hidden),
                Matrix.columns(matrix(INPUTS, 4 * hidden, 'f'), 0, gates * hidden),
                Matrix.columns(matrix(hidden, 4 * hidden, 'f'), 0, gates * hidden),
                symbols);
    }

    private static INDArray matrix(int rows, int columns, char order) {
        return Nd4j.create(DataType.FLOAT, new long[] {rows, columns}, order);
    }

    private static INDArray fill(INDArray matrix) {
        return matrix.assign(Nd4j.randn(DataType.FLOAT, matrix.shape()));
    }

    /** In two updates, so that weights packed for the first must be packed again. */
    @ParameterizedTest
    @MethodSource("layers")
    void forward(By by, int hidden, int gates, boolean symbols) {
        Nd4j.getRandom().setSeed(1);
        Operands operands = operands(hidden, gates, symbols);
        LstmProducts products = by.products(operands);
        INDArray unused = matrix(FIRST, hidden, 'c');
        List<Steps> shares = List.of(
                products.steps(0, FIRST, unused),
                products.steps(FIRST, BATCH - FIRST, Matrix.rows(unused, 0, BATCH - FIRST)));
        for (int update = 0; update < 2; update++) {
            fill(operands.weights());
            fill(operands.recurrentWeights());
            fill(operands.h().array);
            products.beforeForward();
            INDArray expected = by.factor(operands.hBefore()).mmul(by.factor(operands.recurrentWeights()));
            if (!symbols) {
                INDArray x = fill(matrix(TIME * BATCH, INPUTS, 'c'));
                products.multiplyInputs(x);
                INDArray inputs = by.factor(x).mmul(by.factor(operands.weights()));
                isNear(operands.z().array, inputs);
                expected.addi(inputs);
            }
            for (int t = 0; t < TIME; t++) {
                for (Steps share : shares) {
                    share.forward()[t].run();
                }
            }
            isNear(operands.z().array, expected);
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void backward(By by, int hidden, int gates, boolean symbols) {
        Nd4j.getRandom().setSeed(2);
        Operands operands = operands(hidden, gates, symbols);
        LstmProducts products = by.products(operands);
        INDArray fromNext = matrix(BATCH, hidden, 'c');
        Steps steps = products.steps(0, BATCH, fromNext);
        INDArray x = fill(matrix(TIME * BATCH, INPUTS, 'c'));
        fill(operands.weights());
        fill(operands.recurrentWeights());
        fill(operands.h().array);
        products.beforeForward();
        products.beforeBackward(true);
        if (!symbols) {
            products.multiplyInputs(x);
        }
        for (int t = 0; t < TIME; t++) {
            steps.forward()[t].run();
        }
        fill(operands.z().array);
        INDArray dz = by.factor(operands.z().array);
        INDArray transposedR = by.factor(operands.recurrentWeights()).transpose();
        for (int t = TIME - 1; t > 0; t--) {
            steps.backward()[t].run();
            isNear(fromNext, Matrix.rows(dz, t * BATCH, BATCH).mmul(transposedR));
        }
        steps.backward()[0].run();
        INDArray gradient = matrix(hidden, gates * hidden, 'f');
        products.recurrentGradient(gradient);
        isNear(gradient, by.factor(operands.hBefore()).transpose().mmul(dz));
        if (!symbols) {
            INDArray weightGradient = matrix(INPUTS, gates * hidden, 'f');
            products.weightGradient(x, weightGradient);
            isNear(weightGradient, by.factor(x).transpose().mmul(dz));
            INDArray inputGradient = matrix(TIME * BATCH, INPUTS, 'c');
            products.inputGradient(inputGradient);
            isNear(inputGradient, dz.mmul(by.factor(operands.weights()).transpose()));
        }
    }

    private static void isNear(INDArray actual, INDArray expected) {
        assertThat(Errors.relative(actual, expected)).isLessThan(TOLERANCE);
    }
}
