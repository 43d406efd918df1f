package charrnn.lstm;

import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Products by {@link OneDnn}, in single precision or with factors rounded to bfloat16: sums, and all that is not a factor
 * of a product, are single either way. W and R are arranged for the processor once in a pass, not at each product.
 *
 * <p>The gradients of weights are computed transposed, [4H, n]: in 'c' order that is Deeplearning4j's 'f' order.
 */
final class DnnProducts implements LstmProducts {
    /** Rows at such a distance, in bytes, have the same places in a core's first cache, and drive each other out. */
    private static final int COLLISION = 4096;

    /** Zeros after each row of dz where rows would collide; a product with as many zero rows of Rᵀ is the same. */
    private static final int GAP = 16;

    private final Operands operands;
    private final DataType factors;
    private final int width; // of dz as a factor: 4H, or with a gap

    // The operands as factors: themselves, or copies.
    private final INDArray z; // [T B, width]
    private final INDArray h; // [T B, H], h_(-1) first
    private final PackedMatrix recurrent; // R
    private final PackedMatrix recurrentTransposed; // Rᵀ, [width, H]
    private final memory recurrentGradient; // of [4H, H]
    private final Runnable toRecurrentGradient;
    private final @Nullable Inputs inputs;

    /** @param factors FLOAT or BFLOAT16 */
    DnnProducts(Operands operands, DataType factors) {
        this.operands = operands;
        this.factors = factors;
        int gates = 4 * operands.hidden();
        width = gates + (gates * factors.width() % COLLISION == 0 ? GAP : 0);
        z = factor(operands.z().array, width);
        h = factor(operands.hBefore(), operands.hidden());
        recurrent = new PackedMatrix(operands.recurrentWeights(), operands.hidden(), factors);
        recurrentTransposed = new PackedMatrix(operands.recurrentWeights().transpose(), width, factors);
        recurrentGradient = OneDnn.nowhere(OneDnn.dense(gates, operands.hidden(), DataType.FLOAT));
        toRecurrentGradient = weightGradient(recurrentGradient, OneDnn.memory(h));
        inputs = operands.oneHot() ? null : new Inputs();
    }

    private INDArray factor(INDArray operand, int columns) {
        boolean asItIs = factors == operand.dataType() && columns == operand.size(1);
        return asItIs ? operand : create(factors, operand.size(0), columns);
    }

    /** Zeros in 'c' order that belong to no workspace. */
    static INDArray create(DataType type, long rows, long columns) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return Nd4j.create(type, new long[] {rows, columns}, 'c');
        }
    }

    static INDArray rows(INDArray matrix, int from, int count) {
        return matrix.get(NDArrayIndex.interval(from, from + count), NDArrayIndex.all());
    }

    /** The columns of a factor that hold dz. */
    private INDArray withoutGap(INDArray factor) {
        return factor.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 4 * operands.hidden()));
    }

    /** {@code gradient = dzᵀ x}. */
    private Runnable weightGradient(memory gradient, memory x) {
        INDArray dz = factors == DataType.FLOAT ? operands.z().array : withoutGap(z);
        memory transposed = OneDnn.memory(dz.transpose());
        return new DnnProduct(gradient.get_desc(), transposed.get_desc(), x.get_desc(), false)
                .of(gradient, transposed, x);
    }

    @Override
    public void beforeForward() {
        recurrent.update();
        if (inputs != null) {
            inputs.weights.update();
        }
    }

    @Override
    public void beforeBackward() {
        recurrentTransposed.update();
        if (inputs != null) {
            inputs.weightsTransposed.update();
        }
    }

    @Override
    public void inputs(INDArray x) {
        inputs().forward(x);
    }

    @Override
    public Steps steps(int first, int count, INDArray fromNext) {
        return new DnnSteps(first, count, fromNext);
    }

    @Override
    public void recurrentGradient(INDArray gradient) {
        if (z != operands.z().array) {
            // The first time step's, which no step has copied.
            int batch = operands.batch();
            DnnCopy.of(rows(operands.z().array, 0, batch), withoutGap(rows(z, 0, batch)))
                    .run();
        }
        OneDnn.place(recurrentGradient, gradient);
        toRecurrentGradient.run();
    }

    @Override
    public void weightGradient(INDArray x, INDArray gradient) {
        OneDnn.place(inputs().x, x);
        OneDnn.place(inputs().gradient, gradient);
        inputs().toGradient.run();
    }

    @Override
    public void inputGradient(INDArray gradient) {
        OneDnn.place(inputs().inputGradient, gradient);
        inputs().toInputGradient.run();
    }

    private Inputs inputs() {
        if (inputs == null) {
            throw new IllegalStateException("the inputs of this layer are symbols");
        }
        return inputs;
    }

    /** What has to do with x, [T B, n]. */
    private final class Inputs {
        private final memory x = OneDnn.nowhere(dense(DataType.FLOAT));
        private final @Nullable DnnCopy rounding;
        private final PackedMatrix weights = new PackedMatrix(operands.weights(), operands.inputs(), factors);
        private final PackedMatrix weightsTransposed =
                new PackedMatrix(operands.weights().transpose(), width, factors);
        private final Runnable product; // z = x W
        private final memory gradient =
                OneDnn.nowhere(OneDnn.dense(4L * operands.hidden(), operands.inputs(), DataType.FLOAT));
        private final Runnable toGradient;
        private final memory inputGradient = OneDnn.nowhere(dense(DataType.FLOAT));
        private final Runnable toInputGradient;

        Inputs() {
            boolean asItIs = factors == DataType.FLOAT;
            memory factor = asItIs ? x : new memory(dense(factors), OneDnn.engine());
            rounding = asItIs ? null : new DnnCopy(x, factor);
            product = product(OneDnn.memory(operands.z().array), factor, weights);
            toGradient = weightGradient(gradient, factor);
            toInputGradient = product(inputGradient, OneDnn.memory(z), weightsTransposed);
        }

        private memory.desc dense(DataType type) {
            return OneDnn.dense((long) operands.time() * operands.batch(), operands.inputs(), type);
        }

        private static Runnable product(memory out, memory a, PackedMatrix b) {
            DnnProduct product = new DnnProduct(out.get_desc(), a.get_desc(), b.anyLayout(), false);
            return product.of(out, a, b.in(product.layoutOfB()));
        }

        void forward(INDArray matrix) {
            OneDnn.place(x, matrix);
            if (rounding != null) {
                rounding.run();
            }
            product.run();
        }
    }

    /** Step by step, of some streams. */
    private final class DnnSteps implements Steps {
        private final int first;
        private final int count;
        private final Runnable[] forward;
        private final Runnable[] backward;

        DnnSteps(int first, int count, INDArray fromNext) {
            this.first = first;
            this.count = count;
            forward = forward();
            backward = backward(fromNext);
        }

        private Runnable[] forward() {
            INDArray all = operands.z().array;
            DnnProduct product = new DnnProduct(
                    OneDnn.layout(rows(all, 0)), OneDnn.layout(rows(h, 0)), recurrent.anyLayout(), !operands.oneHot());
            memory r = recurrent.in(product.layoutOfB());
            return eachStep(t -> {
                INDArray before = rows(h, t);
                Runnable step = product.of(OneDnn.memory(rows(all, t)), OneDnn.memory(before), r);
                return factors == DataType.FLOAT ? step : copied(rows(operands.h().array, t), before, step);
            });
        }

        private Runnable[] backward(INDArray fromNext) {
            DnnProduct product = new DnnProduct(
                    OneDnn.layout(fromNext), OneDnn.layout(rows(z, 0)), recurrentTransposed.anyLayout(), false);
            memory out = OneDnn.memory(fromNext);
            memory r = recurrentTransposed.in(product.layoutOfB());
            return eachStep(t -> {
                INDArray dz = rows(z, t);
                Runnable step = product.of(out, OneDnn.memory(dz), r);
                return z == operands.z().array ? step : copied(rows(operands.z().array, t), withoutGap(dz), step);
            });
        }

        private Runnable[] eachStep(IntFunction<Runnable> step) {
            return IntStream.range(0, operands.time()).mapToObj(step).toArray(Runnable[]::new);
        }

        /** The streams' rows at a time step. */
        private INDArray rows(INDArray matrix, int t) {
            return DnnProducts.rows(matrix, t * operands.batch() + first, count);
        }

        /** A product after its left factor was copied to its place. */
        private static Runnable copied(INDArray operand, INDArray factor, Runnable product) {
            DnnCopy copy = DnnCopy.of(operand, factor);
            return () -> {
                copy.run();
                product.run();
            };
        }

        @Override
        public void forward(int t) {
            forward[t].run();
        }

        @Override
        public void backward(int t) {
            backward[t].run();
        }
    }
}
