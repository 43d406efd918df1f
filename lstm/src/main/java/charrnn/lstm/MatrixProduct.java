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
    private @Nullable Primitive primitive;

    private record Primitive(matmul product, memory.desc layoutOfB, memory scratchpad) {
        Prepared with(memory out, memory a, memory b) {
            IntMemoryMap operands = new IntMemoryMap();
            operands.put(dnnl.DNNL_ARG_DST, out);
            operands.put(dnnl.DNNL_ARG_SRC, a);
            operands.put(dnnl.DNNL_ARG_WEIGHTS, b);
            operands.put(dnnl.DNNL_ARG_SCRATCHPAD, scratchpad);
            return new Prepared(out, a, b, () -> OneDnn.run(product, operands));
        }
    }

    /** A prepared product by oneDNN and its operands; {@link OneDnn#bind} points an operand to another array. */
    record Prepared(memory out, memory a, memory b, Runnable run) {}

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
                ? prepare(OneDnn.memory(out), OneDnn.memory(a), b).run()
                : byNd4j(out, a, b.unpacked(), accumulate);
    }

    /** Prepares a product by oneDNN with b in its own layout. */
    Prepared prepare(memory out, memory a, memory b) {
        return primitive(out.get_desc(), a.get_desc(), b.get_desc()).with(out, a, b);
    }

    /** Prepares a product by oneDNN with b in the layout that oneDNN chooses. */
    Prepared prepare(memory out, memory a, PackedMatrix b) {
        Primitive chosen = primitive(out.get_desc(), a.get_desc(), b.anyLayout());
        return chosen.with(out, a, b.packedAs(chosen.layoutOfB()));
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

    private Primitive primitive(memory.desc out, memory.desc a, memory.desc b) {
        Primitive current = primitive;
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
            current = new Primitive(new matmul(descriptor), descriptor.weights_desc(), scratchpad);
            primitive = current;
        }
        return current;
    }
}
