/**
 * An HTTP API for trained networks, in the format of OpenAI's completions, and the playground. {@link
 * charrnn.tools.serve.Server} has the routes and the threads behind them; requests arrive on Netty's event loops.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>No code may block an event loop or the decoding thread: it would delay all other clients.
 *   <li>A connection is read while its request is answered, so that a disconnection is noticed. A second request would
 *       then be answered at the same time, so {@code ConnectionLimit} closes the connection.
 *   <li>The scripts of the page insert text as text nodes; the content security policy forbids parsing it as HTML.
 *   <li>A field that is added to a request's schema in {@code openapi.json} is accepted at once, so it must have an effect.
 * </ul>
 */
@NullMarked
package charrnn.tools.serve;

import org.jspecify.annotations.NullMarked;
