/**
 * Shared classes for files: {@link charrnn.files.AtomicFile} writes files that appear whole or not at all, {@link
 * charrnn.files.BoundedFile} reads files up to a size, and {@link charrnn.files.StrictJson} reads and writes JSON.
 */
@NullMarked
package charrnn.files;

import org.jspecify.annotations.NullMarked;
