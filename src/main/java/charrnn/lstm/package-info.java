/**
 * The LSTM that is right and quick, installed into Deeplearning4j's own layers.
 *
 * <h2>Why it is here</h2>
 *
 * Deeplearning4j 1.0.0-M2.1 trains a recurrent network by truncated BPTT with the wrong gradient: its LSTM redoes the
 * forward pass of every segment from a zero state before it differentiates, though the loss was computed with the state
 * that the segment before left behind. It does the forward pass twice, multiplies the input time step by time step, and
 * computes tanh one number at a time. The LSTM of this package keeps what its forward pass computed and differentiates
 * exactly that. It is an {@code LSTMHelper}, the hook that Deeplearning4j made for cuDNN, so that the network, its
 * parameters and its checkpoints stay plain Deeplearning4j.
 *
 * <h2>The mathematics, and where it stands</h2>
 *
 * With {@code B} streams, {@code T} time steps, {@code n} inputs and {@code H} units, the time step {@code t} of a layer
 * is
 *
 * <pre>
 * z_t = x_t W + h_(t-1) R + b                 [B, 4H]   {@link charrnn.lstm.LstmPass}
 * a, f, o, i = tanh z0, σ z1, σ z2, σ z3      [B, H]    {@link charrnn.lstm.Gates}
 * c_t = f c_(t-1) + i a
 * h_t = o tanh c_t
 * </pre>
 *
 * (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000.) The four gates stand side by side in
 * Deeplearning4j's order: candidate, forget, output, input. {@link charrnn.lstm.LstmPass} holds the order of the
 * calculation and all layouts, {@link charrnn.lstm.Gates} everything that happens to single numbers, and
 * {@link charrnn.lstm.MatMul} the only native call: ND4J's {@code matmul}, which runs on oneDNN.
 *
 * <h2>Layouts</h2>
 *
 * Inside, everything is time-major: row {@code t B + b} of a [T B, n] matrix is stream {@code b} at time {@code t}. So
 * the projections of all time steps, and the three large products of the backward pass, are one matrix multiplication
 * each, and a time step is a dense block of rows. Deeplearning4j's [B, n, T] arrays in 'f' order are, in memory, [T, n,
 * B]: one transposition of a block a time step leads from one to the other.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>{@code helperAllowFallback} is true by default: an exception in a helper would then be logged, and the wrong
 *       gradient used silently. {@link charrnn.lstm.LstmInstaller} refuses a network that allows it.
 *   <li>The helper is not part of a checkpoint: install it after every build and after every restore.
 *   <li>{@code matmul} is quick where its result is 'c' ordered and dense; a weight gradient, stored 'f', is therefore
 *       computed transposed.
 * </ul>
 */
@NullMarked
package charrnn.lstm;

import org.jspecify.annotations.NullMarked;
