package charrnn.lstm;

/** The gates in single precision. Each loop is one that HotSpot vectorises: few arrays, no branch, no call left in. */
final class FloatGates implements Gates<float[]> {
    @Override
    public void forward(
            float[] z,
            int zAt,
            float[] c,
            int beforeAt,
            int cAt,
            float[] tanhC,
            int tAt,
            float[] h,
            int batch,
            int hidden) {
        for (int b = 0; b < batch; b++) {
            int row = zAt + b * 4 * hidden;
            int at = b * hidden;
            FastTanh.tanhInPlace(z, row, hidden);
            FastTanh.sigmoidInPlace(z, row + hidden, 3 * hidden);
            cell(z, row, c, beforeAt + at, cAt + at, tanhC, tAt + at, hidden);
            FastTanh.tanhInPlace(tanhC, tAt + at, hidden);
            multiply(z, row + 2 * hidden, tanhC, tAt + at, h, at, hidden);
        }
    }

    private static void cell(
            float[] z, int row, float[] c, int beforeAt, int cAt, float[] copy, int copyAt, int hidden) {
        for (int j = 0; j < hidden; j++) {
            float value = Math.fma(z[row + hidden + j], c[beforeAt + j], z[row + 3 * hidden + j] * z[row + j]);
            c[cAt + j] = value;
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
            int beforeAt,
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
            input(z, row, c, beforeAt + at, dc, at, hidden);
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

    private static void input(float[] z, int row, float[] c, int beforeAt, float[] dc, int at, int hidden) {
        for (int j = 0; j < hidden; j++) {
            float a = z[row + j];
            float f = z[row + hidden + j];
            float i = z[row + 3 * hidden + j];
            float d = dc[at + j];
            z[row + j] = d * i * (1 - a * a);
            z[row + hidden + j] = d * c[beforeAt + j] * f * (1 - f);
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
