/**
 * Files that are there whole or not at all: checkpoints, pages and encoded corpora are written by {@link
 * charrnn.files.AtomicFile}; {@link charrnn.files.Reason} says why a file could not be had. Knows nothing of what it writes.
 */
@NullMarked
package charrnn.files;

import org.jspecify.annotations.NullMarked;
