package charrnn.lstm;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One matrix multiplication, prepared once and run often: {@code out = a b} or {@code out += a b}, through ND4J's {@code
 * matmul}, which runs on oneDNN where the native library has it. The factors may be transposed views; {@code out} must
 * be dense and 'c' ordered, or the product is many times slower.
 */
final class MatMul {
    private final CustomOp operation;

    private MatMul(INDArray a, INDArray b, INDArray out, double beta) {
        boolean dense = (out.size(0) == 1 || out.stride(0) == out.size(1)) && (out.size(1) == 1 || out.stride(1) == 1);
        if (!dense) {
            throw new IllegalArgumentException("the result of a product must be dense and in 'c' order");
        }
        operation = DynamicCustomOp.builder("matmul")
                .addInputs(a, b)
                .addOutputs(out)
                .addIntegerArguments(0, 0, 0)
                .addFloatingPointArguments(1.0, beta)
                .build();
    }

    /** {@code out = a b}. */
    static MatMul into(INDArray out, INDArray a, INDArray b) {
        return new MatMul(a, b, out, 0);
    }

    /** {@code out += a b}. */
    static MatMul addingTo(INDArray out, INDArray a, INDArray b) {
        return new MatMul(a, b, out, 1);
    }

    void run() {
        Nd4j.getExecutioner().exec(operation);
    }
}
