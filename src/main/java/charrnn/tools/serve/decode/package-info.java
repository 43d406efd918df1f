/**
 * Continuous batching: generates the texts of many clients at the same time.
 *
 * <p>{@link charrnn.tools.serve.decode.DecodingLoop} is one thread with a fixed number of places, each for one text. It
 * assigns free places to waiting texts and generates a character of each running text in one step of the model's {@link
 * charrnn.sample.TextGenerator}. A {@link charrnn.tools.serve.decode.ScheduledText} keeps its characters until its client
 * reads them. Texts join and leave between two steps. A prompt is read one character per step while other texts are
 * generated. Each text has its own random generator, and beside other texts its probabilities are equal up to rounding.
 *
 * <p>A client that reads slowly does not delay others: its text is generated to its end and buffered. The memory is bounded
 * by the largest length of a text and by the number of connections.
 *
 * <p>Several models may be served; they share the thread and the places. A model may get a new network at any time. Texts that
 * are already accepted keep the earlier network.
 */
@NullMarked
package charrnn.tools.serve.decode;

import org.jspecify.annotations.NullMarked;
