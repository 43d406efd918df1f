package charrnn.lstm;

import java.lang.ref.Reference;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A product of large matrices, {@code out = a b}, divided by rows among threads. The first call prepares it. Later operands
 * must have the types, shapes and layouts of the first ones; a packed b must be the same object.
 */
final class LargeProduct {
    private final boolean oneDnn;
    private MatrixProduct.Prepared[] products = {}; // one for each share

    /** @param oneDnn whether oneDNN multiplies; otherwise ND4J, on its own threads */
    LargeProduct(boolean oneDnn) {
        this.oneDnn = oneDnn;
    }

    /** Prepares the product of one share's rows. */
    private interface Preparation {
        MatrixProduct.Prepared prepare(MatrixProduct product, memory outRows, memory aRows);
    }

    /** @param out dense in 'c' order; otherwise ND4J is many times slower */
    void run(INDArray out, INDArray a, INDArray b) {
        for (MatrixProduct.Prepared product : products) {
            OneDnn.bind(product.b(), b);
        }
        run(out, a, b, (product, outRows, aRows) -> product.prepare(outRows, aRows, OneDnn.memory(b)));
    }

    /** @param out dense in 'c' order */
    void run(INDArray out, INDArray a, PackedMatrix b) {
        run(out, a, b.unpacked(), (product, outRows, aRows) -> product.prepare(outRows, aRows, b));
    }

    private void run(INDArray out, INDArray a, INDArray b, Preparation preparation) {
        if (!oneDnn) {
            MatrixProduct.byNd4j(out, a, b, false).run();
            return;
        }
        int rows = (int) out.size(0);
        boolean first = products.length == 0;
        int shares = first ? Partition.shareCount(rows) : products.length;
        MatrixProduct.Prepared[] prepared = first ? new MatrixProduct.Prepared[shares] : products;
        Partition.run(shares, s -> {
            int start = Partition.start(rows, s, shares);
            if (first) {
                int count = Partition.start(rows, s + 1, shares) - start;
                prepared[s] = preparation.prepare(
                        new MatrixProduct(true, false),
                        OneDnn.memory(out, start, count),
                        OneDnn.memory(a, start, count));
            } else {
                OneDnn.bind(prepared[s].out(), out, start);
                OneDnn.bind(prepared[s].a(), a, start);
            }
            prepared[s].run().run();
        });
        products = prepared;
        Reference.reachabilityFence(out); // oneDNN's memory does not keep the arrays
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
    }
}
