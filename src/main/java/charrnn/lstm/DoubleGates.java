package charrnn.lstm;

/** The gates in double precision, with the library's tanh: for proofs by numeric gradients, not for speed. */
final class DoubleGates implements Gates<double[]> {
    @Override
    public void forward(GateRows<double[]> z, GateRows<double[]> y, double[] c, double[] tanhC, double[] h, int count) {
        for (int k = 0; k < count; k++) {
            double a = Math.tanh(z.candidate[k] + y.candidate[k]);
            double f = sigmoid(z.forget[k] + y.forget[k]);
            double o = sigmoid(z.output[k] + y.output[k]);
            double i = sigmoid(z.input[k] + y.input[k]);
            c[k] = f * c[k] + i * a;
            tanhC[k] = Math.tanh(c[k]);
            h[k] = o * tanhC[k];
            z.candidate[k] = a;
            z.forget[k] = f;
            z.output[k] = o;
            z.input[k] = i;
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @Override
    public void backward(GateRows<double[]> z, double[] cBefore, double[] tanhC, double[] dh, double[] dc, int count) {
        for (int k = 0; k < count; k++) {
            double a = z.candidate[k];
            double f = z.forget[k];
            double o = z.output[k];
            double i = z.input[k];
            double t = tanhC[k];
            double d = dc[k] + dh[k] * o * (1 - t * t);
            z.candidate[k] = d * i * (1 - a * a);
            z.forget[k] = d * cBefore[k] * f * (1 - f);
            z.output[k] = dh[k] * t * o * (1 - o);
            z.input[k] = d * a * i * (1 - i);
            dc[k] = d * f;
        }
    }
}
