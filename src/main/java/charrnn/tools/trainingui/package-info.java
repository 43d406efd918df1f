/**
 * Deeplearning4j's training UI: pages in a browser that show a training.
 *
 * <p>{@code TrainingStatistics} receives the reports of Deeplearning4j's listener, replaces the score (nats, summed over
 * time, with penalties) by the loss in bits per character, and stores them in memory. {@code TrainPages} takes the routes of
 * Deeplearning4j's {@code TrainModule}, and {@code TrainServer} serves them, with the losses of the validation and
 * the run's report.
 *
 * <p>{@code VertxUIServer} is not used, because it listens on every interface without a password, and accepts uploads and
 * remote statistics.
 *
 * <p>Storing reports, informing the module and answering requests happen on the server's event loop. The training thread
 * only collects numbers, so no browser delays it.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>The model page fails (HTTP 500) if a report lacks histograms, magnitudes or learning rates.
 *   <li>The module renumbers all points of the chart if a step is not greater than the previous one, so a rollback must
 *       drop reports.
 *   <li>The threads of Vert.x keep the JVM alive until {@link charrnn.tools.trainingui.TrainingUi#close}.
 *   <li>The module unpacks a page's template to the temporary folder at each request.
 *   <li>The encoding of reports needs {@code org.agrona}, which Deeplearning4j takes from {@code aeron-all}, 3 MB of
 *       messaging; the project depends on agrona only.
 * </ul>
 */
@NullMarked
package charrnn.tools.trainingui;

import org.jspecify.annotations.NullMarked;
