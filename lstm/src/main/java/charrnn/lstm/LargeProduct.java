package charrnn.lstm;

import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A product of large matrices, {@code out = a b}, of which each thread computes some rows. The first call prepares it; all
 * operands must have the types, shapes and layouts of the first ones, and a packed b must be the same.
 */
final class LargeProduct {
    private final boolean oneDnn;
    private MatrixProduct.Bound[] shares = {};

    /** @param oneDnn whether oneDNN multiplies; otherwise ND4J, on its own threads */
    LargeProduct(boolean oneDnn) {
        this.oneDnn = oneDnn;
    }

    /** Prepares a product of some rows on the calling thread. */
    private interface Preparation {
        MatrixProduct.Bound bind(MatrixProduct product, memory out, memory a);
    }

    /** @param out dense in 'c' order; otherwise ND4J is many times slower */
    void run(INDArray out, INDArray a, INDArray b) {
        for (MatrixProduct.Bound share : shares) {
            OneDnn.bind(share.b(), b);
        }
        run(out, a, b, (product, rowsOut, rowsA) -> product.bind(rowsOut, rowsA, OneDnn.memory(b)));
    }

    void run(INDArray out, INDArray a, PackedMatrix b) {
        run(out, a, b.unpacked(), (product, rowsOut, rowsA) -> product.bind(rowsOut, rowsA, b));
    }

    private void run(INDArray out, INDArray a, INDArray b, Preparation preparation) {
        if (!oneDnn) {
            MatrixProduct.byNd4j(out, a, b, false).run();
            return;
        }
        int rows = (int) out.size(0);
        boolean prepared = shares.length > 0;
        if (!prepared) {
            shares = new MatrixProduct.Bound[Partition.shareCount(rows, 0)];
        }
        Partition.run(shares.length, s -> {
            int first = Partition.start(rows, s, shares.length);
            if (prepared) {
                OneDnn.bind(shares[s].out(), out, first);
                OneDnn.bind(shares[s].a(), a, first);
            } else {
                int count = Partition.start(rows, s + 1, shares.length) - first;
                shares[s] = preparation.bind(
                        new MatrixProduct(true, false),
                        OneDnn.memory(out, first, count),
                        OneDnn.memory(a, first, count));
            }
            shares[s].product().run();
        });
    }
}
