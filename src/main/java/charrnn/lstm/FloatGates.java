package charrnn.lstm;

/** The gates in single precision. Each loop is one that HotSpot vectorises: no branch, no call left in, one index. */
final class FloatGates implements Gates<float[]> {
    @Override
    public void forward(GateRows<float[]> z, GateRows<float[]> y, float[] c, float[] tanhC, float[] h, int count) {
        tanhOfSum(z.candidate, y.candidate, count);
        sigmoidOfSum(z.forget, y.forget, count);
        sigmoidOfSum(z.output, y.output, count);
        sigmoidOfSum(z.input, y.input, count);
        cells(z.candidate, z.forget, z.input, c, count);
        outputs(z.output, c, tanhC, h, count);
    }

    private static void tanhOfSum(float[] z, float[] y, int count) {
        for (int k = 0; k < count; k++) {
            z[k] = FastTanh.tanh(z[k] + y[k]);
        }
    }

    private static void sigmoidOfSum(float[] z, float[] y, int count) {
        for (int k = 0; k < count; k++) {
            z[k] = FastTanh.sigmoid(z[k] + y[k]);
        }
    }

    private static void cells(float[] a, float[] f, float[] i, float[] c, int count) {
        for (int k = 0; k < count; k++) {
            c[k] = Math.fma(f[k], c[k], i[k] * a[k]);
        }
    }

    private static void outputs(float[] o, float[] c, float[] tanhC, float[] h, int count) {
        for (int k = 0; k < count; k++) {
            float t = FastTanh.tanh(c[k]);
            tanhC[k] = t;
            h[k] = o[k] * t;
        }
    }

    @Override
    public void backward(GateRows<float[]> z, float[] cBefore, float[] tanhC, float[] dh, float[] dc, int count) {
        output(z.output, tanhC, dh, dc, count);
        input(z.candidate, z.input, dc, count);
        forget(z.forget, cBefore, dc, count);
    }

    private static void output(float[] z, float[] tanhC, float[] dh, float[] dc, int count) {
        for (int k = 0; k < count; k++) {
            float o = z[k];
            float t = tanhC[k];
            float d = dh[k];
            dc[k] += d * o * (1 - t * t);
            z[k] = d * t * o * (1 - o);
        }
    }

    private static void input(float[] candidate, float[] input, float[] dc, int count) {
        for (int k = 0; k < count; k++) {
            float a = candidate[k];
            float i = input[k];
            float d = dc[k];
            candidate[k] = d * i * (1 - a * a);
            input[k] = d * a * i * (1 - i);
        }
    }

    private static void forget(float[] z, float[] cBefore, float[] dc, int count) {
        for (int k = 0; k < count; k++) {
            float f = z[k];
            float d = dc[k];
            z[k] = d * cBefore[k] * f * (1 - f);
            dc[k] = d * f;
        }
    }
}
