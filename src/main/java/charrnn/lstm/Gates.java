package charrnn.lstm;

/**
 * What an LSTM does to single numbers, for one time step of some streams. Arrays are of {@code float[]} or
 * {@code double[]}, all of them [streams, H], and each loop runs over the same index of all: only so does HotSpot make
 * vector instructions of it.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
interface Gates<A> {
    /**
     * A time step forward.
     *
     * <pre>
     * a, f, o, i = tanh(z0 + y0), σ(z1 + y1), σ(z2 + y2), σ(z3 + y3)      in place of z
     * c_t = f c_(t-1) + i a                                               in place of c_(t-1)
     * h_t = o tanh(c_t)
     * </pre>
     *
     * @param z pre-activations, less {@code y}; afterwards the activations
     * @param y what is added to them: the bias, or with it the weights of a one-hot input
     * @param c cells
     * @param tanhC receives tanh(c_t)
     * @param h receives h_t
     * @param count streams times H
     */
    void forward(GateRows<A> z, GateRows<A> y, A c, A tanhC, A h, int count);

    /**
     * A time step backward.
     *
     * <pre>
     * dc  = dc + dh o (1 - tanh²(c_t))
     * dz2 = dh tanh(c_t) o (1 - o)
     * dz0 = dc i (1 - a²)     dz1 = dc c_(t-1) f (1 - f)     dz3 = dc a i (1 - i)
     * dc  = dc f                                             for the step before
     * </pre>
     *
     * @param z activations; afterwards dz
     * @param cBefore c_(t-1)
     * @param tanhC tanh(c_t)
     * @param dh gradient with respect to h_t, complete
     * @param dc gradient with respect to c_t from the step after; afterwards with respect to c_(t-1)
     * @param count streams times H
     */
    void backward(GateRows<A> z, A cBefore, A tanhC, A dh, A dc, int count);
}
