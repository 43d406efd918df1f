/**
 * Continuous batching: {@link charrnn.tools.serve.decode.DecodingLoop} generates the texts of many clients at the same time.
 * A prompt is read one character per step while other texts are generated. A client that reads slowly does not delay others:
 * its text is buffered. The memory is bounded by the largest length of a text and by the number of connections.
 */
@NullMarked
package charrnn.tools.serve.decode;

import org.jspecify.annotations.NullMarked;
