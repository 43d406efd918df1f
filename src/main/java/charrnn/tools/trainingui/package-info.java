/**
 * Deeplearning4j's training UI: pages in a browser that show a training.
 *
 * <p>{@link charrnn.tools.trainingui.TrainingUi} is a listener of the training and the only public class. The pages are
 * Deeplearning4j's own, with losses in bits per character, the validation's too. The overview also shows start and run time,
 * precision, learning rate, gradient norm, speed, the last samples, and a link to the run's report.
 *
 * <h2>How it works</h2>
 *
 * <p>{@code TrainingStatistics} receives the reports of Deeplearning4j's listener, replaces the score (nats, summed over
 * time, with penalties) by the loss, and stores them in memory. {@code TrainPages} takes the routes of Deeplearning4j's
 * {@code TrainModule}, and {@code TrainServer} serves them; {@code SessionDetails} serves the data that {@code charrnn.js}
 * adds to the pages.
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
 *   <li>{@code charrnn.js} wraps flot's {@code $.plot} and the functions that draw the score and fill the table; a browser
 *       test fails if one of them is missing.
 *   <li>The encoding of reports needs {@code org.agrona}, which Deeplearning4j takes from {@code aeron-all}, 3 MB of
 *       messaging; the project depends on agrona only.
 * </ul>
 */
@NullMarked
package charrnn.tools.trainingui;

import org.jspecify.annotations.NullMarked;
