/**
 * An HTTP API for trained networks, in the format of OpenAI's completions, and the playground.
 *
 * <p>{@link charrnn.tools.serve.Server} has the endpoints and the threads behind them. Requests arrive on Netty's event
 * loops. The pipeline of a connection, in {@code HttpServer}, is a body aggregator, an idle timer, {@code ConnectionGuard} (one
 * request at a time) and {@code Router}, which calls the endpoint of the path unless the {@code RequestFilter} refuses the
 * host, the origin or the key. A {@code RequestReader} parses a body and checks it against the schema that {@code
 * openapi.json} has for the path. The {@link charrnn.tools.serve.decode} package generates the texts of a {@code
 * CompletionRequest} on one thread; a {@code CompletionAnswer} sends them whole or as events. A {@code WorkerThread}
 * each reads prompts as C, computes activations and completes code at a cursor. {@code Playground} is the page at {@code /}. {@link
 * charrnn.cli.base.FileWatch} reloads a checkpoint when its file changes.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>No code may block an event loop or the decoding thread: it would delay all other clients.
 *   <li>A connection is read while its request is answered, so that a disconnection is noticed. A second request would
 *       then be answered at the same time, so {@code ConnectionGuard} closes the connection.
 *   <li>The scripts of the page insert text as text nodes; the content security policy forbids parsing it as HTML.
 *   <li>A field that is added to a request's schema in {@code openapi.json} is accepted at once, so it must have an effect.
 * </ul>
 */
@NullMarked
package charrnn.tools.serve;

import org.jspecify.annotations.NullMarked;
