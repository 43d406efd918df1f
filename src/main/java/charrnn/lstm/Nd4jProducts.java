package charrnn.lstm;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Products by ND4J's {@code matmul}. A product is quickest with its result in 'c' order and neither factor transposed in
 * memory; Deeplearning4j's weights and their gradients are in 'f' order. So small products read a copy of R, and a
 * weight gradient is computed in 'c' order and then transposed.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Nd4jProducts<A> implements LstmProducts {
    private final Precision<A> precision;
    private final Operands operands;
    private final Matrix recurrent; // R in 'c' order; in the end dR
    private final Matrix weightGradient; // dW in 'c' order, [n, 4H]
    private final Transposition<A> fromRecurrent; // R as it lies in memory, [4H, H]
    private final Transposition<A> toRecurrent;
    private final Transposition<A> toWeights;

    Nd4jProducts(Precision<A> precision, Operands operands, int shares) {
        this.precision = precision;
        this.operands = operands;
        int hidden = operands.hidden();
        int inputs = operands.oneHot() ? 1 : operands.inputs();
        recurrent = new Matrix(precision, hidden, 4 * hidden);
        weightGradient = new Matrix(precision, inputs, 4 * hidden);
        fromRecurrent = new Transposition<>(precision, 4 * hidden, hidden, shares);
        toRecurrent = new Transposition<>(precision, hidden, 4 * hidden, shares);
        toWeights = new Transposition<>(precision, inputs, 4 * hidden, shares);
    }

    @Override
    public void beforeForward() {
        fromRecurrent.run(precision.memory(operands.recurrentWeights()), recurrent.memory);
    }

    @Override
    public void beforeBackward() {}

    @Override
    public void inputs(INDArray x) {
        MatMul.multiply(operands.z().array, x, operands.weights());
    }

    @Override
    public Steps steps(int first, int count, INDArray fromNext) {
        MatMul[] forward = new MatMul[operands.time()];
        MatMul[] backward = new MatMul[operands.time()];
        for (int t = 0; t < operands.time(); t++) {
            int row = t * operands.batch() + first;
            INDArray z = operands.z().rows(row, row + count);
            INDArray h = operands.h().rows(row, row + count);
            forward[t] =
                    operands.oneHot() ? MatMul.into(z, h, recurrent.array) : MatMul.addingTo(z, h, recurrent.array);
            backward[t] = MatMul.into(fromNext, z, operands.recurrentWeights().transpose());
        }
        return new Steps() {
            @Override
            public void forward(int t) {
                forward[t].run();
            }

            @Override
            public void backward(int t) {
                backward[t].run();
            }
        };
    }

    @Override
    public void recurrentGradient(INDArray gradient) {
        MatMul.multiply(recurrent.array, operands.hBefore().transpose(), operands.z().array);
        toRecurrent.run(recurrent.memory, precision.memory(gradient));
    }

    @Override
    public void weightGradient(INDArray x, INDArray gradient) {
        MatMul.multiply(weightGradient.array, x.transpose(), operands.z().array);
        toWeights.run(weightGradient.memory, precision.memory(gradient));
    }

    @Override
    public void inputGradient(INDArray gradient) {
        MatMul.multiply(gradient, operands.z().array, operands.weights().transpose());
    }
}
