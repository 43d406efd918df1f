package charrnn.lstm;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/**
 * Matrix multiplication by {@link OneDnn} for operands of one type, shape and layout, wherever they lie. It uses as many
 * threads as native products had in the thread that made it, or, where the processor's code is older, have in the one that
 * runs it, and is to be run by one thread at a time.
 */
final class DnnProduct {
    private final matmul product;
    private final memory.desc layoutOfB;
    private final memory scratchpad;

    /**
     * {@code out = a b}, or {@code out += a b}.
     *
     * @param b may leave its layout open
     */
    DnnProduct(memory.desc out, memory.desc a, memory.desc b, boolean adding) {
        primitive_attr attributes = new primitive_attr();
        // Otherwise it is the thread's that made the product, and another runs it.
        attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
        if (adding) {
            post_ops sum = new post_ops();
            sum.append_sum();
            attributes.set_post_ops(sum);
        }
        var chosen = new matmul.primitive_desc(new matmul.desc(a, b, out), attributes, OneDnn.engine());
        product = new matmul(chosen);
        layoutOfB = chosen.weights_desc();
        scratchpad = new memory(chosen.scratchpad_desc(), OneDnn.engine());
    }

    /** The layout that was chosen where it was left open. */
    memory.desc layoutOfB() {
        return layoutOfB;
    }

    /** The product of these operands, whenever it is run. */
    Runnable of(memory out, memory a, memory b) {
        IntMemoryMap operands = new IntMemoryMap();
        operands.put(dnnl.DNNL_ARG_DST, out);
        operands.put(dnnl.DNNL_ARG_SRC, a);
        operands.put(dnnl.DNNL_ARG_WEIGHTS, b);
        operands.put(dnnl.DNNL_ARG_SCRATCHPAD, scratchpad);
        return () -> OneDnn.run(product, operands);
    }
}
