/**
 * Exports trained weights to programs without Deeplearning4j.
 *
 * <p>{@link charrnn.tools.export.SafetensorsWriter} writes a checkpoint's weights as PyTorch's {@code nn.LSTM} has them.
 * {@link charrnn.tools.export.TorchTensors} has the names, the layout and the order of the gates, {@link
 * charrnn.tools.export.Safetensors} the file format.
 *
 * <p>Trap: Deeplearning4j's columns are the gates (candidate, forget, output, input), PyTorch's rows (input, forget,
 * candidate, output). A file with the gates mixed up loads without complaint, and writes gibberish.
 */
@NullMarked
package charrnn.tools.export;

import org.jspecify.annotations.NullMarked;
