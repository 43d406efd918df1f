/**
 * Shared classes for files: {@link charrnn.files.AtomicFile} writes files that appear whole or not at all, {@link
 * charrnn.files.RegularFile} opens regular files, {@link charrnn.files.StrictJson} reads and writes JSON, and
 * {@link charrnn.files.Reason} says why a file cannot be read or written.
 */
@NullMarked
package charrnn.files;

import org.jspecify.annotations.NullMarked;
