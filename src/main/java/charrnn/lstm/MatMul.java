package charrnn.lstm;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Matrix multiplication through ND4J's {@code matmul}, which runs on oneDNN where the native library has it. The factors
 * may be transposed views; the result must be dense and 'c' ordered, or the product is many times slower.
 *
 * <p>An instance is prepared once and run often: to hand the arrays to native code takes longer than a small product.
 */
final class MatMul {
    private final CustomOp operation;
    private final OpContext context = Nd4j.getExecutioner().buildContext();

    private MatMul(INDArray a, INDArray b, INDArray out, double beta) {
        operation = operation(a, b, out, beta);
        context.setInputArrays(a, b);
        context.setOutputArrays(out);
        context.setIArguments(operation.iArgs());
        context.setTArguments(operation.tArgs());
    }

    private static CustomOp operation(INDArray a, INDArray b, INDArray out, double beta) {
        boolean dense = (out.size(0) == 1 || out.stride(0) == out.size(1)) && (out.size(1) == 1 || out.stride(1) == 1);
        if (!dense) {
            throw new IllegalArgumentException("the result of a product must be dense and in 'c' order");
        }
        return DynamicCustomOp.builder("matmul")
                .addInputs(a, b)
                .addOutputs(out)
                .addIntegerArguments(0, 0, 0)
                .addFloatingPointArguments(1.0, beta)
                .build();
    }

    /** {@code out = a b}, now. */
    static void multiply(INDArray out, INDArray a, INDArray b) {
        Nd4j.getExecutioner().exec(operation(a, b, out, 0));
    }

    /** {@code out = a b}, whenever it is run. */
    static MatMul into(INDArray out, INDArray a, INDArray b) {
        return new MatMul(a, b, out, 0);
    }

    /** {@code out += a b}, whenever it is run. */
    static MatMul addingTo(INDArray out, INDArray a, INDArray b) {
        return new MatMul(a, b, out, 1);
    }

    void run() {
        Nd4j.getExecutioner().exec(operation, context);
    }
}
