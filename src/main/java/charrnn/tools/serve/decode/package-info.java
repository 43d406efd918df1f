/**
 * Many texts written at once, for whoever asks for them: continuous batching.
 *
 * <p>{@link charrnn.tools.serve.decode.DecodingLoop} is one thread. At each turn it gives free places to texts that wait, lets
 * every text of a batch go on by a character in one step of its {@link charrnn.model.BatchLanguageModel}, and tells each
 * text's listener what was written. Texts join and leave between two characters, so that nobody waits for the end of
 * another's text. A text's prompt is read a character a step beside those that are written already. What a text becomes
 * depends on its order alone, since a model's streams do not feel each other and each text has its own randomness.
 *
 * <p>A slow reader does not hold up others. A listener keeps every character until it is read. While no other text waits,
 * the text is written to its end. While others wait, a text whose reader is behind is parked: its stream keeps its state in
 * the model, is not stepped, and its place goes to another text until the reader has caught up or a place is free. What
 * is kept is bounded by the length that the text may have, and the number of parked texts by the length of the queue.
 *
 * <p>Several models may be served; they share the thread and the places. A new network of a model may be adopted at any
 * time. Texts under way are completed by theirs; new texts get the new one.
 */
@NullMarked
package charrnn.tools.serve.decode;

import org.jspecify.annotations.NullMarked;
