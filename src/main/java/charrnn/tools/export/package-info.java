/**
 * Exports trained networks: as a smaller checkpoint, or as a web page that runs the network ({@link
 * charrnn.tools.export.WebExport}); {@code engine.js} is its program.
 */
@NullMarked
package charrnn.tools.export;

import org.jspecify.annotations.NullMarked;
