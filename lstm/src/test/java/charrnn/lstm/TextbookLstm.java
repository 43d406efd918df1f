package charrnn.lstm;

import java.util.Arrays;

/**
 * An LSTM layer computed by the textbook's formulas, in double precision and plain loops over streams, time steps and
 * units. It has only the order of the gates in Deeplearning4j's parameters in common with the code that it is compared
 * with.
 */
final class TextbookLstm {
    private static final int CANDIDATE = 0;
    private static final int FORGET = 1;
    private static final int OUTPUT = 2;
    private static final int INPUT = 3;

    final int inputs;
    final int hidden;
    final double[][] w; // [inputs][4 hidden]
    final double[][] rw; // [hidden][4 hidden]
    final double[][] b; // [1][4 hidden]
    final double[][] wGradient;
    final double[][] rwGradient;
    final double[][] bGradient;

    TextbookLstm(double[][] w, double[][] rw, double[][] b) {
        this.inputs = w.length;
        this.hidden = rw.length;
        this.w = w;
        this.rw = rw;
        this.b = b;
        wGradient = new double[inputs][4 * hidden];
        rwGradient = new double[hidden][4 * hidden];
        bGradient = new double[1][4 * hidden];
    }

    /** The values of one stream at one time step, which the backward pass needs. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Step(double[] x, double[] hBefore, double[] cBefore, double[][] gates, double[] c, double[] h) {}

    Step forward(double[] x, double[] hBefore, double[] cBefore) {
        double[][] gates = new double[4][hidden];
        double[] c = new double[hidden];
        double[] h = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            for (int gate = 0; gate < 4; gate++) {
                double z = b[0][gate * hidden + j];
                for (int k = 0; k < inputs; k++) {
                    z += x[k] * w[k][gate * hidden + j];
                }
                for (int k = 0; k < hidden; k++) {
                    z += hBefore[k] * rw[k][gate * hidden + j];
                }
                gates[gate][j] = gate == CANDIDATE ? Math.tanh(z) : 1 / (1 + Math.exp(-z));
            }
            c[j] = gates[FORGET][j] * cBefore[j] + gates[INPUT][j] * gates[CANDIDATE][j];
            h[j] = gates[OUTPUT][j] * Math.tanh(c[j]);
        }
        return new Step(x, hBefore, cBefore, gates, c, h);
    }

    /**
     * Adds to the gradients of the parameters.
     *
     * @param dh gradient of the loss with respect to h of this step
     * @param dc gradient with respect to c of this step from the next step; becomes that with respect to c of the
     *     previous step
     * @param dhBefore receives the gradient with respect to h of the previous step
     * @return the gradient with respect to x
     */
    double[] backward(Step step, double[] dh, double[] dc, double[] dhBefore) {
        double[] dx = new double[inputs];
        Arrays.fill(dhBefore, 0);
        for (int j = 0; j < hidden; j++) {
            double a = step.gates[CANDIDATE][j];
            double f = step.gates[FORGET][j];
            double o = step.gates[OUTPUT][j];
            double i = step.gates[INPUT][j];
            double t = Math.tanh(step.c[j]);
            double cell = dc[j] + dh[j] * o * (1 - t * t);
            double[] dz = new double[4];
            dz[CANDIDATE] = cell * i * (1 - a * a);
            dz[FORGET] = cell * step.cBefore[j] * f * (1 - f);
            dz[OUTPUT] = dh[j] * t * o * (1 - o);
            dz[INPUT] = cell * a * i * (1 - i);
            dc[j] = cell * f;
            for (int gate = 0; gate < 4; gate++) {
                int column = gate * hidden + j;
                bGradient[0][column] += dz[gate];
                for (int k = 0; k < inputs; k++) {
                    wGradient[k][column] += step.x[k] * dz[gate];
                    dx[k] += w[k][column] * dz[gate];
                }
                for (int k = 0; k < hidden; k++) {
                    rwGradient[k][column] += step.hBefore[k] * dz[gate];
                    dhBefore[k] += rw[k][column] * dz[gate];
                }
            }
        }
        return dx;
    }
}
