/**
 * Completion in an editor by the Language Server Protocol (LSP) 3.18, over the standard input and output.
 *
 * <p>Trap: the methods of {@code LspServer} run on the thread that reads the messages, one at a time, and must not block it.
 */
@NullMarked
package charrnn.tools.lsp;

import org.jspecify.annotations.NullMarked;
