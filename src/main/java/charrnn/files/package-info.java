/**
 * Shared classes for files: {@link charrnn.files.AtomicFile} writes checkpoints, pages and encoded corpora so that they
 * appear whole or not at all, {@link charrnn.files.StrictJson} reads and writes JSON, and {@link charrnn.files.Reason}
 * says why a file cannot be read or written.
 */
@NullMarked
package charrnn.files;

import org.jspecify.annotations.NullMarked;
