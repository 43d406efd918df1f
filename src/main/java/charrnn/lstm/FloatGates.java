package charrnn.lstm;

/** The gates in single precision. Each loop is one that HotSpot vectorises: few arrays, no branch, no call left in. */
final class FloatGates implements Gates<float[]> {
    @Override
    public void forward(
            float[] z,
            int zAt,
            float[] bias,
            float[] c,
            int cAt,
            float[] tanhC,
            int tAt,
            float[] h,
            int batch,
            int hidden) {
        int step = batch * hidden;
        for (int b = 0; b < batch; b++) {
            int row = zAt + b * 4 * hidden;
            add(z, row, bias, 4 * hidden);
            FastTanh.tanhInPlace(z, row, hidden);
            FastTanh.sigmoidInPlace(z, row + hidden, 3 * hidden);
            cell(z, row, c, cAt + b * hidden, step, tanhC, tAt + b * hidden, hidden);
            FastTanh.tanhInPlace(tanhC, tAt + b * hidden, hidden);
            multiply(z, row + 2 * hidden, tanhC, tAt + b * hidden, h, b * hidden, hidden);
        }
    }

    private static void add(float[] z, int zAt, float[] bias, int count) {
        for (int j = 0; j < count; j++) {
            z[zAt + j] += bias[j];
        }
    }

    private static void cell(float[] z, int row, float[] c, int cAt, int step, float[] copy, int copyAt, int hidden) {
        for (int j = 0; j < hidden; j++) {
            float value = Math.fma(z[row + hidden + j], c[cAt + j], z[row + 3 * hidden + j] * z[row + j]);
            c[cAt + step + j] = value;
            copy[copyAt + j] = value;
        }
    }

    private static void multiply(float[] o, int oAt, float[] tanhC, int tAt, float[] h, int hAt, int hidden) {
        for (int j = 0; j < hidden; j++) {
            h[hAt + j] = o[oAt + j] * tanhC[tAt + j];
        }
    }

    @Override
    public void backward(
            float[] z,
            int zAt,
            float[] c,
            int cAt,
            float[] tanhC,
            int tAt,
            float[] dh,
            float[] dc,
            float[] biasGradient,
            int batch,
            int hidden) {
        for (int b = 0; b < batch; b++) {
            int row = zAt + b * 4 * hidden;
            int at = b * hidden;
            output(z, row, tanhC, tAt + at, dh, dc, at, hidden);
            input(z, row, c, cAt + at, dc, at, hidden);
            add(biasGradient, 0, z, row, 4 * hidden);
        }
    }

    private static void output(float[] z, int row, float[] tanhC, int tAt, float[] dh, float[] dc, int at, int hidden) {
        for (int j = 0; j < hidden; j++) {
            float o = z[row + 2 * hidden + j];
            float t = tanhC[tAt + j];
            float d = dh[at + j];
            dc[at + j] += d * o * (1 - t * t);
            z[row + 2 * hidden + j] = d * t * o * (1 - o);
        }
    }

    private static void input(float[] z, int row, float[] c, int cAt, float[] dc, int at, int hidden) {
        for (int j = 0; j < hidden; j++) {
            float a = z[row + j];
            float f = z[row + hidden + j];
            float i = z[row + 3 * hidden + j];
            float d = dc[at + j];
            z[row + j] = d * i * (1 - a * a);
            z[row + hidden + j] = d * c[cAt + j] * f * (1 - f);
            z[row + 3 * hidden + j] = d * a * i * (1 - i);
            dc[at + j] = d * f;
        }
    }

    private static void add(float[] sum, int sumAt, float[] values, int at, int count) {
        for (int j = 0; j < count; j++) {
            sum[sumAt + j] += values[at + j];
        }
    }
}
