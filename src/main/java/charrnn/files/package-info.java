/**
 * Shared classes for files: {@link charrnn.files.AtomicFile} writes files that appear whole or not at all, and {@link
 * charrnn.files.StrictJson} reads and writes JSON.
 */
@NullMarked
package charrnn.files;

import org.jspecify.annotations.NullMarked;
