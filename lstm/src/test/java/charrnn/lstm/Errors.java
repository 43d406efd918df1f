package charrnn.lstm;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Differences relative to the expected value. */
final class Errors {
    private Errors() {}

    /** Norm of the difference, divided by the norm of the expected array unless that is zero. */
    static double relative(INDArray actual, INDArray expected) {
        INDArray exact = expected.castTo(DataType.DOUBLE);
        INDArray difference =
                actual.castTo(DataType.DOUBLE).reshape(exact.shape()).sub(exact);
        double norm = exact.norm2Number().doubleValue();
        return difference.norm2Number().doubleValue() / (norm == 0 ? 1 : norm);
    }

    static double relative(double actual, double expected) {
        return Math.abs(actual - expected) / (expected == 0 ? 1 : Math.abs(expected));
    }
}
