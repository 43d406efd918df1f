/**
 * The LSTM that is right and quick, installed into Deeplearning4j's own layers.
 *
 * <h2>Why it is here</h2>
 *
 * Deeplearning4j 1.0.0-M2.1 trains a recurrent network by truncated BPTT with the wrong gradient: its LSTM redoes the
 * forward pass of every segment from a zero state before it differentiates, though the loss was computed with the state
 * that the segment before left behind. It does the forward pass twice, multiplies the input time step by time step, and
 * computes tanh one number at a time. The LSTM of this package keeps what its forward pass computed and differentiates
 * exactly that. Its layer stands in the place of Deeplearning4j's while the program runs, and so does its softmax output
 * layer: they extend Deeplearning4j's classes and share the configuration and the parameters, so that the network and its
 * checkpoints stay plain Deeplearning4j.
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
 * Deeplearning4j's order: candidate, forget, output, input. Above the LSTMs
 *
 * <pre>
 * p = softmax(h W + b), loss = -ln p_target   [T B, V]  {@link charrnn.lstm.OutputPass}, {@link charrnn.lstm.SoftmaxLoss}
 * </pre>
 *
 * <h2>A reader's way</h2>
 *
 * {@link charrnn.lstm.LstmInstaller} puts {@link charrnn.lstm.FastLstm} and {@link charrnn.lstm.FastOutput} into a
 * network. They speak Deeplearning4j's language, and ask {@link charrnn.lstm.LstmPass} and
 * {@link charrnn.lstm.OutputPass}, which hold the order of the calculation. Everything that happens to single numbers
 * is in {@link charrnn.lstm.Gates} and {@link charrnn.lstm.SoftmaxLoss}, the products of a layer in
 * {@link charrnn.lstm.LstmProducts}, every layout in {@link charrnn.lstm.TimeMajor}, {@link charrnn.lstm.GateRows} and
 * {@link charrnn.lstm.Transposition}, float and double in {@link charrnn.lstm.Precision}. For generating text, one
 * character a step, {@link charrnn.lstm.LstmStepper} and, for many streams, {@link charrnn.lstm.LstmBatchStepper} have
 * the same network without Deeplearning4j around it.
 *
 * <h2>Layouts</h2>
 *
 * Inside, everything is time-major: row {@code t B + b} of a [T B, n] matrix is stream {@code b} at time {@code t}. So
 * the projections of all time steps, and the three large products of the backward pass, are one matrix multiplication
 * each, and a time step is a dense block of rows. Deeplearning4j's arrays of shape [B, n, T] may have any strides: what
 * one layer hands to the next has those of a time-major matrix, and is not copied. The one-hot input of the first layer
 * is not multiplied at all: its rows of W are picked, and the rows of dW are sums over the places of a symbol.
 *
 * <h2>Who multiplies</h2>
 *
 * {@link charrnn.lstm.MatMul} is ND4J's {@code matmul}. In training it does all products in double precision, those of the
 * output layer, and everything where {@link charrnn.lstm.OneDnn} cannot be loaded. Elsewhere {@link charrnn.lstm.DnnProducts}
 * calls oneDNN itself, for two things that ND4J's copy of it does not offer: W and R are arranged for the processor once
 * an update, not at each of the hundreds of small products that read them ({@link charrnn.lstm.PackedMatrix}); and
 * factors may be rounded to bfloat16 while sums stay single. What is rounded is h, x, dz, W and R, each time from the
 * single-precision original; state, gates, gradients, the weights themselves and the updater never are. Rounding is for
 * training alone: inference is in single precision.
 *
 * <h2>Dropout</h2>
 *
 * {@link charrnn.lstm.InvertedDropout} does what Deeplearning4j's {@code Dropout} says. ND4J's drawing of a mask and its
 * products of arrays of unlike layouts took a fifth of an update of 2×512.
 *
 * <h2>Generating</h2>
 *
 * A step of text generation has few rows and the same weights each time, so they are arranged once, when a network is loaded.
 * What a text is told must not depend on the texts beside it, not by a bit, but a product may sum a row in another order
 * when there are fewer of them: {@link charrnn.lstm.BatchInvarianceProbe} finds out which numbers of rows come out alike, and
 * {@link charrnn.lstm.DnnWeightMatrix} computes no others. Without oneDNN, {@link charrnn.lstm.RowMatrix} multiplies one row
 * after the other.
 *
 * <h2>Threads</h2>
 *
 * Streams do not depend on one another within a segment. The small products of the time steps, [B, H] by [H, 4H], are
 * too small to divide among threads each by itself; so the streams are divided into {@link charrnn.lstm.Partition}, and
 * each thread takes its streams through all time steps, products and gates, without waiting for the others. The large
 * products take all native threads.
 *
 * <h2>Memory</h2>
 *
 * A layer keeps z, h, c and tanh c of a segment, {@code 7 T B H} numbers, in buffers that are made once per shape and
 * belong to no workspace; the output layer {@code T B V}. W and R are arranged twice, as they are and transposed, {@code
 * 8 H (n + H)} numbers more; rounded copies of h, x and dz are {@code T B (5 H + n)} numbers of half the size. Nothing is
 * allocated per time step.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>Deeplearning4j has a hook for another LSTM, {@code LSTMHelper}, made for cuDNN. It is not used: it has no setter,
 *       copies the recurrent weights twice an update, and where {@code helperAllowFallback} is true, as it is by default,
 *       an exception in a helper is logged and the wrong gradient used silently.
 *   <li>The layers are not part of a checkpoint: install them after every build and every restore.
 *   <li>HotSpot 17 makes vector instructions of a loop over several arrays only if it runs over the same index of all.
 *       {@code z[j] += x[at + j]} takes several times as long as {@code z[j] += x[j]}: hence the copies to arrays of
 *       their own in {@link charrnn.lstm.GateRows}.
 *   <li>{@code matmul} is quick where its result is 'c' ordered and dense, and quickest where neither factor is
 *       transposed in memory; a weight gradient, which Deeplearning4j stores 'f', is computed 'c' and then transposed.
 *   <li>The number of shares changes the order of sums: the same bits only come from the same number of threads.
 *   <li>A buffer from {@code Precision.memory} does not keep its array alive, and ND4J frees the memory of arrays that
 *       the garbage collector has taken: hence the reachability fences.
 *   <li>{@code setOmpNumThreads} holds for the calling thread only. Some of oneDNN's code keeps to the number that was set
 *       where a {@link charrnn.lstm.DnnProduct} was made, some (for AVX2 and older) asks again when it runs.
 *   <li>The layout that oneDNN chooses depends on that number, and a product on another number that is given it computes
 *       something else, or crashes (2.5.2): each product reads the layout that it chose.
 *   <li>oneDNN's good code for products takes dense matrices only; any gap between rows, and it falls back to slower one.
 *       But rows whose distance is a multiple of 4096 bytes share their places in the first cache: dz has zero columns
 *       of its own there, which count as columns.
 * </ul>
 */
@NullMarked
package charrnn.lstm;

import org.jspecify.annotations.NullMarked;
