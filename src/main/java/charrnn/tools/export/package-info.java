/**
 * Exports trained weights to programs without Deeplearning4j: {@link charrnn.tools.export.TorchExport} converts them to the
 * names, layout and order of gates of PyTorch's {@code nn.LSTM}.
 *
 * <p>Trap: PyTorch orders the gates differently. A file with the wrong order loads without an error, but its network is wrong.
 */
@NullMarked
package charrnn.tools.export;

import org.jspecify.annotations.NullMarked;
