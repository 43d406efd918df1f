/**
 * A fast LSTM with the right gradient for Deeplearning4j's CPU backend, and the same network step by step for generating
 * text. The package knows nothing of text: it reads symbols, which are numbers of a vocabulary.
 *
 * <h2>Purpose</h2>
 *
 * Deeplearning4j 1.0.0-M2.1 computes a wrong gradient in truncated BPTT: its LSTM repeats the forward pass of a segment from
 * a zero state before it differentiates, though the loss was computed from the state that the segment before left. The
 * layers of this package differentiate what the loss was computed from, and are several times as fast. {@link
 * charrnn.lstm.LstmInstaller} puts them in the place of a network's own. They extend Deeplearning4j's classes and share
 * configuration and parameters, so that the network and its checkpoints stay plain Deeplearning4j.
 *
 * <h2>Mathematics</h2>
 *
 * With {@code B} streams, {@code T} time steps, {@code n} inputs and {@code H} units, time step {@code t} of a layer is
 *
 * <pre>
 * z_t = x_t W + h_(t-1) R + b                 [B, 4H]   {@link charrnn.lstm.LstmPass}, {@link charrnn.lstm.LstmProducts}
 * a, f, o, i = tanh z0, σ z1, σ z2, σ z3      [B, H]    {@link charrnn.lstm.Gates}
 * c_t = f c_(t-1) + i a
 * h_t = o tanh c_t
 * </pre>
 *
 * (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000.) The gates stand side by side in
 * Deeplearning4j's order: candidate, forget, output, input. Above the layers is a softmax, {@link charrnn.lstm.FastOutput}.
 *
 * <h2>Layout</h2>
 *
 * All matrices are time-major ({@link charrnn.lstm.TimeMajor}): row {@code t B + b} of a [T B, n] matrix is stream {@code b}
 * at time {@code t}. So x W of all time steps and the three large products of the backward pass are one matrix
 * multiplication each, and a time step is a dense block of rows. The one-hot input of the first layer is not multiplied:
 * its rows of W are picked, and the rows of dW are sums over the places of a symbol.
 *
 * <h2>Threads</h2>
 *
 * The small products of the time steps are not worth dividing, but streams are independent within a segment. {@link
 * charrnn.lstm.Partition} divides the streams, and each thread takes its {@link charrnn.lstm.LstmShare} through all time
 * steps. The large products use all native threads.
 *
 * <h2>Who multiplies</h2>
 *
 * {@link charrnn.lstm.MatrixProduct} multiplies by oneDNN, called directly, or by ND4J where oneDNN cannot be loaded. oneDNN
 * reads W and R as {@link charrnn.lstm.PackedMatrix}, arranged for the processor once an update. In training it may round
 * the factors h, x, dz, W and R to bfloat16, each time from the float32 original; state, gates, sums, gradients, weights
 * and updater stay in float32, and so does all of inference.
 *
 * <h2>Generating text</h2>
 *
 * {@link charrnn.lstm.LstmStepper} reads one symbol of each stream at a time. A stream's probabilities must not depend, not
 * by a bit, on the streams beside it, but a product may sum a row in another order when there are fewer rows: {@link
 * charrnn.lstm.WeightMatrix} is a matrix without this flaw.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>The layers are not part of a checkpoint: install them after every build and every restore.
 *   <li>The number of shares changes the order of sums: the same bits only come from the same number of threads.
 *   <li>A buffer from {@code Matrix.memory} does not keep its array alive: hence the reachability fences.
 *   <li>{@code setOmpNumThreads} holds for the calling thread only.
 * </ul>
 */
@NullMarked
package charrnn.lstm;

import org.jspecify.annotations.NullMarked;
