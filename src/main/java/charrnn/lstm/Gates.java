package charrnn.lstm;

/**
 * What an LSTM does to single numbers, for one time step of {@code batch} streams. Arrays are of {@code float[]} or
 * {@code double[]}; {@code z} and {@code dz} are [batch, 4 hidden] with the gates side by side (candidate a, forget f,
 * output o, input i), all others [batch, hidden], row by row.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
interface Gates<A> {
    /**
     * A time step forward.
     *
     * <pre>
     * a, f, o, i = tanh(z0), σ(z1), σ(z2), σ(z3)      in place
     * c_t = f c_(t-1) + i a
     * h_t = o tanh(c_t)
     * </pre>
     *
     * @param z pre-activations; afterwards the activations; from {@code zAt}
     * @param c cells: c_(t-1) from {@code beforeAt}; receives c_t, from {@code cAt}, which may be the same place
     * @param tanhC receives tanh(c_t), from {@code tAt}
     * @param h receives h_t
     */
    void forward(A z, int zAt, A c, int beforeAt, int cAt, A tanhC, int tAt, A h, int batch, int hidden);

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
     * @param z activations, from {@code zAt}; afterwards dz
     * @param c cells: c_(t-1) from {@code beforeAt}
     * @param tanhC tanh(c_t), from {@code tAt}
     * @param dh gradient with respect to h_t, complete
     * @param dc gradient with respect to c_t from the step after; afterwards with respect to c_(t-1)
     * @param biasGradient [4 hidden], dz is added to it
     */
    void backward(A z, int zAt, A c, int beforeAt, A tanhC, int tAt, A dh, A dc, A biasGradient, int batch, int hidden);
}
