package charrnn.lstm;

/** The gates in double precision, with the library's tanh: for proofs by numeric gradients, not for speed. */
final class DoubleGates implements Gates<double[]> {
    @Override
    public void forward(
            double[] z,
            int zAt,
            double[] c,
            int beforeAt,
            int cAt,
            double[] tanhC,
            int tAt,
            double[] h,
            int batch,
            int hidden) {
        for (int k = 0; k < batch * hidden; k++) {
            int j = k % hidden;
            int row = zAt + k / hidden * 4 * hidden;
            double a = Math.tanh(z[row + j]);
            double f = sigmoid(z[row + hidden + j]);
            double o = sigmoid(z[row + 2 * hidden + j]);
            double i = sigmoid(z[row + 3 * hidden + j]);
            double cell = f * c[beforeAt + k] + i * a;
            z[row + j] = a;
            z[row + hidden + j] = f;
            z[row + 2 * hidden + j] = o;
            z[row + 3 * hidden + j] = i;
            c[cAt + k] = cell;
            tanhC[tAt + k] = Math.tanh(cell);
            h[k] = o * tanhC[tAt + k];
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @Override
    public void backward(
            double[] z,
            int zAt,
            double[] c,
            int beforeAt,
            double[] tanhC,
            int tAt,
            double[] dh,
            double[] dc,
            double[] biasGradient,
            int batch,
            int hidden) {
        for (int k = 0; k < batch * hidden; k++) {
            int j = k % hidden;
            int row = zAt + k / hidden * 4 * hidden;
            double a = z[row + j];
            double f = z[row + hidden + j];
            double o = z[row + 2 * hidden + j];
            double i = z[row + 3 * hidden + j];
            double t = tanhC[tAt + k];
            double d = dc[k] + dh[k] * o * (1 - t * t);
            z[row + j] = d * i * (1 - a * a);
            z[row + hidden + j] = d * c[beforeAt + k] * f * (1 - f);
            z[row + 2 * hidden + j] = dh[k] * t * o * (1 - o);
            z[row + 3 * hidden + j] = d * a * i * (1 - i);
            dc[k] = d * f;
            for (int gate = 0; gate < 4; gate++) {
                biasGradient[gate * hidden + j] += z[row + gate * hidden + j];
            }
        }
    }
}
