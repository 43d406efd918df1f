package charrnn.lstm;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies a matrix into another layout or type, to bfloat16 by rounding to the nearest, to even in between. */
final class DnnCopy {
    private final reorder copy;
    private final IntMemoryMap operands = new IntMemoryMap();

    DnnCopy(memory from, memory to) {
        copy = new reorder(from, to);
        operands.put(dnnl.DNNL_ARG_SRC, from);
        operands.put(dnnl.DNNL_ARG_DST, to);
    }

    /** Of arrays, which must outlive it. */
    static DnnCopy of(INDArray from, INDArray to) {
        return new DnnCopy(OneDnn.memory(from), OneDnn.memory(to));
    }

    void run() {
        OneDnn.run(copy, operands);
    }
}
