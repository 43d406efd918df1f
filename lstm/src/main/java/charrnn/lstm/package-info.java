/**
 * A fast LSTM with the correct gradient for Deeplearning4j's CPU backend, and its step-by-step execution. The package does
 * not depend on text: an input is a vector, or the index of a symbol in a vocabulary.
 *
 * <h2>Purpose</h2>
 *
 * Deeplearning4j 1.0.0-M2.1 computes a wrong gradient in truncated BPTT: before it differentiates, its LSTM repeats the
 * forward pass of a segment from a zero state, although the loss was computed from the state carried over from the
 * previous segment. The layers of this package differentiate the forward pass that gave the loss and are several times
 * as fast. {@link charrnn.lstm.LstmInstaller} replaces the layers of a {@code MultiLayerNetwork} or a {@code
 * ComputationGraph} by them, and reports which ones it left, and why. They extend Deeplearning4j's classes and use the same
 * configuration and parameters, so that the network and its checkpoints stay plain Deeplearning4j.
 *
 * <h2>Mathematics</h2>
 *
 * With {@code B} streams, {@code T} time steps, {@code n} inputs and {@code H} units, time step {@code t} of a layer is
 *
 * <pre>
 * z_t = x_t W + h_(t-1) R + b                        [B, 4H]
 * a, f, o, i = tanh z0, σ z1, σ z2, σ z3             [B, H]
 * c_t = f c_(t-1) + i a
 * h_t = o tanh c_t
 * </pre>
 *
 * (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000). {@link charrnn.lstm.LstmProducts}
 * computes z, {@link charrnn.lstm.Gates} the other lines. The gates stand side by side in Deeplearning4j's
 * order: candidate, forget, output, input. An output layer with a softmax is computed by {@link
 * charrnn.lstm.FastOutput}; any other stays Deeplearning4j's. {@link charrnn.lstm.FastAdam} replaces Adam.
 *
 * <p>Coupled gates have i = 1 - f (CIFG in Greff et al. 2017, "LSTM: A Search Space Odyssey", arXiv 1503.04069). Since
 * σ(-z) = 1 - σ(z), that is the network above with the weights and the bias of i being the negated ones of f:
 *
 * <pre>
 * W_i = -W_f     R_i = -R_f     b_i = -b_f
 * c_t = f c_(t-1) + (1 - f) a
 * dz_f = dc_t (c_(t-1) - a) f (1 - f)
 * </pre>
 *
 * Only the three gates a, f, o are computed, a contiguous block of columns. The products with dz_f give G, the gradient
 * with respect to W_f if W_i = -W_f follows: the difference g_f - g_i of the plain network's gradients. The gradient of
 * (W_f, W_i) is set to (G, -G). SGD, RMSprop and Adam are odd functions of the gradients, and clipping and weight decay
 * multiply both copies by the same number, so the copies stay exactly negated. The gradient's norm is that of the plain
 * network's gradient: G counts once for each of its two copies.
 *
 * <h2>Layout</h2>
 *
 * All matrices are time-major ({@link charrnn.lstm.TimeMajor}): row {@code t B + b} of a [T B, n] matrix is stream
 * {@code b} at time {@code t}. So x W of all time steps and the three large products of the backward pass are one
 * matrix multiplication each, and a time step is a dense block of rows. A one-hot input of the first layer, or
 * several one-hot vectors side by side, is not multiplied: each symbol selects its row of W, and the rows are added. That row of
 * dW is the sum of dz over the symbol's occurrences.
 *
 * <h2>Threads</h2>
 *
 * The products of single time steps are too small to divide among threads, but streams are independent within a
 * segment: each thread takes its {@link charrnn.lstm.LstmShare} of the streams through all time steps. Thus the gates,
 * which are Java code, run on all cores, and threads do not wait for each other at each step. Each thread
 * computes some rows of a large product ({@link charrnn.lstm.LargeProduct}). Between two shares a thread spins for about
 * 0.1 ms before it sleeps, since waking it takes as long as a product of a narrow layer.
 *
 * <h2>Matrix products</h2>
 *
 * {@link charrnn.lstm.MatrixProduct} calls oneDNN directly, or ND4J where oneDNN cannot be loaded. For oneDNN, W and R
 * are packed once per pass ({@link charrnn.lstm.PackedMatrix}) in the layout that is fastest on the processor. In
 * training the factors h, x, dz, W and R may be rounded to bfloat16, each time from the float32 original; state, gates,
 * sums, gradients, weights and the optimizer's state stay in float32, and so does inference by the network itself.
 *
 * <h2>Generating text</h2>
 *
 * {@link charrnn.lstm.LstmStepper} reads one symbol of each stream at a time, or several of the first stream. A step of one
 * stream reads all weights, which takes longer than its arithmetic; rounded to bfloat16 they are half as large. The order of
 * a product's sums may depend on its number of rows, so beside other streams a stream's probabilities are equal up to
 * rounding.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>The layers are not part of a checkpoint: install them after every build, restore and {@code clone}. Transfer
 *       learning builds a new network, early stopping returns a copy, and {@code ParallelWrapper} trains copies.
 *   <li>{@code Bidirectional}, {@code LastTimeStep}, frozen layers and other wrappers are left with the LSTM inside them, and
 *       so are GravesLSTM and other kinds of layers. {@code Installation.left} lists them.
 *   <li>As in Deeplearning4j, an LSTM layer ignores the mask of the features. With a mask of the labels, or labels that are
 *       not one-hot, the output layer calls Deeplearning4j's code.
 *   <li>{@code MultiLayerNetwork.getLayer(String)} returns the layer from before the installation; {@code getLayer(int)}
 *       the installed one. Both have the same parameters.
 *   <li>A batch of another shape than the one before allocates new buffers.
 *   <li>Whether gates are coupled is not part of a checkpoint either: {@code LstmInstaller.isCoupled} compares the weights.
 *       A network with full gates may start from coupled weights, so in training the configuration decides.
 *   <li>The number of shares changes the order of sums: only the same number of threads gives the same bits.
 *   <li>A buffer from {@code Matrix.memory} does not keep its array alive: use a reachability fence.
 *   <li>{@code setOmpNumThreads} holds for the calling thread only.
 * </ul>
 */
@NullMarked
package charrnn.lstm;

import org.jspecify.annotations.NullMarked;
