/**
 * Deeplearning4j's training UI. {@code VertxUIServer} is not used, because it listens on every interface without a password,
 * and accepts uploads and remote statistics. Reports are stored and pages made on the server's event loop, so that no browser
 * delays the training.
 *
 * <p>The module fails (HTTP 500) if a report lacks histograms, magnitudes or learning rates, and renumbers the whole chart
 * if a step is not greater than the previous one. The encoding of reports needs {@code org.agrona}.
 */
@NullMarked
package charrnn.tools.trainingui;

import org.jspecify.annotations.NullMarked;
