/**
 * Continuous batching: generates the texts of many clients at the same time.
 *
 * <p>{@link charrnn.tools.serve.decode.DecodingLoop} is one thread. At each turn it assigns free places to waiting texts,
 * generates a character of each text in one step of the model's {@link charrnn.sample.TextGenerator}, and passes it to the
 * text's listener. Texts join and leave between two characters, so that no client waits for the end of another's text. A
 * prompt is read a character a step while other texts are generated. A text depends on its request alone, since the streams
 * of a model are independent and each text has its own randomness.
 *
 * <p>A slow reader does not delay others. A listener keeps every character until it is read. While no other text waits, the
 * text is generated to its end. While others wait, a text whose reader is behind is parked: its stream keeps its state in
 * the model, is not stepped, and its place goes to another text until the reader has caught up or a place is free. The
 * memory is bounded by the length that a text may have, and by the length of the queue, which limits the parked texts.
 *
 * <p>Several models may be served; they share the thread and the places. A new network of a model may be adopted at any
 * time. Texts under way are completed by their network; new texts get the new one.
 */
@NullMarked
package charrnn.tools.serve.decode;

import org.jspecify.annotations.NullMarked;
