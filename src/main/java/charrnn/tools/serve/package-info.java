/**
 * An HTTP API on a trained network, in the shape of OpenAI's completions.
 *
 * <p>{@link charrnn.tools.serve.Server} puts it together. Requests arrive on Netty's event loops. A connection's pipeline is
 * {@code ConnectionGuard} (one request at a time, in time, its answer also after a half-close), {@code ChunkedBody} (large answers bit by bit), {@code RequestFilter}
 * (names, origins, the key, sizes), {@code BodyReader} and {@code Router}; {@code CompletionFields} turns a body into
 * texts to write, which {@link charrnn.tools.serve.decode} writes on one thread of its own. A {@code CompletionAnswer} keeps
 * what was written until its connection takes it, as a whole or event by event. {@code Analysis} has a thread for
 * requests that look at a text. {@code Playground} is the page at {@code /}. {@code CheckpointWatch} brings in a new
 * network when the file changes. {@code IdleConnections} closes the longest idle connection if there are too many.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>Nothing may wait on an event loop, nor on the decoding thread: each holds up all others.
 *   <li>A connection is read from even while its request is answered. That is how a hang-up is noticed at once, and why
 *       {@code ConnectionGuard} must close connections that send a second request meanwhile.
 *   <li>The page's scripts put text into the page as text alone: the policy makes anything else fail.
 *   <li>A field that is added to {@code CompletionFields} is described by {@code /openapi.json} at once, and must do
 *       something: one that is ignored would make the description a lie.
 * </ul>
 */
@NullMarked
package charrnn.tools.serve;

import org.jspecify.annotations.NullMarked;
