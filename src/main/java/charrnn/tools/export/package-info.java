/**
 * Exports trained weights to programs without Deeplearning4j: {@link charrnn.tools.export.TorchExport} converts them to the
 * names, layout and order of gates of PyTorch's {@code nn.LSTM}. {@link charrnn.tools.export.WebExport} writes a web page that
 * runs the network; {@code engine.js} is its program.
 *
 * <p>Trap: PyTorch orders the gates differently. A file with the wrong order loads without an error, but its network is wrong.
 */
@NullMarked
package charrnn.tools.export;

import org.jspecify.annotations.NullMarked;
