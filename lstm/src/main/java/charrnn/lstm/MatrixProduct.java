package charrnn.lstm;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A matrix multiplication by {@link OneDnn} or, where that is not available, by ND4J's {@code matmul}, prepared once
 * and run often. All operands must have the types, shapes and layouts of the first ones.
 *
 * <p>It uses the number of native threads set in the thread that prepares it or, for ND4J and oneDNN's code for AVX2
 * and older, in the thread that runs it. One thread at a time may run it.
 */
final class MatrixProduct {
    private final boolean oneDnn;
    private final boolean accumulate;
    private @Nullable Prepared prepared;

    private record Prepared(matmul product, memory.desc layoutOfB, memory scratchpad) {
        Bound bind(memory out, memory a, memory b) {
            IntMemoryMap operands = new IntMemoryMap();
            operands.put(dnnl.DNNL_ARG_DST, out);
            operands.put(dnnl.DNNL_ARG_SRC, a);
            operands.put(dnnl.DNNL_ARG_WEIGHTS, b);
            operands.put(dnnl.DNNL_ARG_SCRATCHPAD, scratchpad);
            return new Bound(out, a, b, () -> OneDnn.run(product, operands));
        }
    }

    /** A product with its operands, which {@link OneDnn#bind} may change. */
    record Bound(memory out, memory a, memory b, Runnable product) {}

    /**
     * @param oneDnn whether oneDNN multiplies; otherwise ND4J
     * @param accumulate whether the product is added to the result
     */
    MatrixProduct(boolean oneDnn, boolean accumulate) {
        this.oneDnn = oneDnn;
        this.accumulate = accumulate;
    }

    /**
     * Prepares {@code out = a b}, or {@code out += a b}, with b in the layout that oneDNN chooses. The arrays must
     * outlive the result.
     *
     * @param out dense in 'c' order; otherwise ND4J is many times slower
     */
    Runnable prepare(INDArray out, INDArray a, PackedMatrix b) {
        return oneDnn
                ? bind(OneDnn.memory(out), OneDnn.memory(a), b).product()
                : byNd4j(out, a, b.unpacked(), accumulate);
    }

    /** Prepares a product by oneDNN with b in its own layout. */
    Bound bind(memory out, memory a, memory b) {
        return prepared(out.get_desc(), a.get_desc(), b.get_desc()).bind(out, a, b);
    }

    /** Prepares a product by oneDNN with b in the layout that it chooses. */
    Bound bind(memory out, memory a, PackedMatrix b) {
        Prepared chosen = prepared(out.get_desc(), a.get_desc(), b.anyLayout());
        return chosen.bind(out, a, b.packedAs(chosen.layoutOfB()));
    }

    /** Prepares a product by ND4J. */
    static Runnable byNd4j(INDArray out, INDArray a, INDArray b, boolean accumulate) {
        Mmul product = new Mmul(a, b, out, 1, accumulate ? 1 : 0, null);
        OpContext context = Nd4j.getExecutioner().buildContext();
        context.setInputArrays(a, b);
        context.setOutputArrays(out);
        context.setIArguments(product.iArgs());
        context.setTArguments(product.tArgs());
        return () -> Nd4j.getExecutioner().exec(product, context);
    }

    private Prepared prepared(memory.desc out, memory.desc a, memory.desc b) {
        Prepared current = prepared;
        if (current == null) {
            primitive_attr attributes = new primitive_attr();
            // By default the scratchpad belongs to the thread that made the product, but another thread may run it.
            attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
            if (accumulate) {
                post_ops sum = new post_ops();
                sum.append_sum();
                attributes.set_post_ops(sum);
            }
            var descriptor = new matmul.primitive_desc(new matmul.desc(a, b, out), attributes, OneDnn.engine());
            memory scratchpad = new memory(descriptor.scratchpad_desc(), OneDnn.engine());
            current = new Prepared(new matmul(descriptor), descriptor.weights_desc(), scratchpad);
            prepared = current;
        }
        return current;
    }
}
