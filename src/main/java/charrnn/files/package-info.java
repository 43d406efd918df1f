/**
 * Files that are there whole or not at all: checkpoints, pages and encoded corpora are written by {@link
 * charrnn.files.AtomicFile}. Knows nothing of what it writes.
 */
@NullMarked
package charrnn.files;

import org.jspecify.annotations.NullMarked;
