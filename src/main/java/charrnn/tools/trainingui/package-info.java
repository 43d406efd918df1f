/**
 * Deeplearning4j's training UI, watched in a browser while a network learns.
 *
 * <h2>What</h2>
 *
 * <p>{@link charrnn.tools.trainingui.TrainingUi} is all that the rest of the program sees: start it, attach the network, hand in
 * each update, validation and sample, close it. The pages are Deeplearning4j's own: the overview with the loss, the ratios
 * of updates to parameters and the spread of activations, gradients and updates; the layers with their histograms and
 * learning rates; the machine with its memory. Losses are bits per character everywhere, and the overview's chart has both
 * the training's and the validation's. The overview also shows start and run time, precision, learning rate, gradient norm
 * and speed, as numbers and as curves, and the last samples. A link leads to the run's own report as it is at that moment.
 *
 * <h2>How</h2>
 *
 * <p>Three parts meet in {@code ServedUi}. <em>Statistics</em>: {@code LayerStatistics} is Deeplearning4j's listener; it
 * reports within the update. {@code BitsPerCharRouter} holds each report back until the loop has handed in the loss, puts
 * the loss in the place of the score (nats, summed over time, with penalties) and passes it on. A validation loss is a
 * report of another type in the same session, which Deeplearning4j's pages ignore. <em>Storage</em>: in
 * memory, or in the file that {@code ui.store} names (MapDB), with {@code ReportThinning} holding each session to a thousand
 * reports that are spread over the whole training, however long it is. <em>Pages</em>: {@code TrainPages} takes the
 * routes of Deeplearning4j's {@code TrainModule} and serves them from {@code TrainServer}, an HTTP server of our own.
 * {@code SessionDetails} serves what {@code charrnn.js} adds to the overview; the figures of the training under way that
 * Deeplearning4j's statistics lack are in {@code RunFigures}.
 *
 * <p>Why one of our own? {@code VertxUIServer} listens on every interface, without a password, and nothing that it offers
 * can change that. The module, though, is a public class that hands out its routes, so that no reflection is needed to
 * put it behind another server, which listens on {@code ui.host} alone, answers to local names alone (DNS rebinding), and
 * leaves out the receiver of remote statistics and the uploads that {@code VertxUIServer} has besides. The routes that
 * are needed are checked at the start, which fails with a message where a new Deeplearning4j lacks one.
 *
 * <p>Everything behind the UI happens on the server's event loop: writing to the store, telling the module, answering
 * requests. The training thread only collects numbers, so that neither a slow disk nor a browser holds it up, and what
 * goes wrong there cannot end a training.
 *
 * <p>Statistics cost 1.3 % of the training time of a network of 2x128 at the default of every tenth step (8 ms a report,
 * 63 ms a step, on two cores of an EPYC), and a thousand reports of it need 9 MB; without thinning, twelve hours would
 * need 800 MB. {@code UiCost}, among the tests, measures both and gives the command.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>The module asks the singleton {@code VertxUIServer.getInstance()} whether a path names its session. One has to
 *       be made, and is never started. {@code UIServer.getInstance()} would give that one, which serves nothing.
 *   <li>Its model page fails (HTTP 500) where a report of its type lacks the histograms, magnitudes or learning rates.
 *       That is why histograms are collected.
 *   <li>It knows the network by its class's name: that of a subclass of {@code MultiLayerNetwork} is replaced.
 *   <li>A storage's key is the time in milliseconds, so that two reports of the same one would be one.
 *   <li>The module numbers all points of the chart anew where a step is not above the one before. A training that goes
 *       back to a checkpoint must say so.
 *   <li>The module draws a score that isn't finite as 0, the best loss there is. Such losses are left out.
 *   <li>The threads of Vert.x keep the JVM alive until {@link charrnn.tools.trainingui.TrainingUi#close}: use try.
 *   <li>Vert.x's own way to serve files from the class path unpacks them to a cache folder; it is turned off. The
 *       module does unpack a page's template to the temporary folder each time that it is asked for one.
 *   <li>{@code charrnn.js} and {@code charrnn.css} are added to the end of {@code train.js} and {@code style.css}, which
 *       each page loads. The script wraps flot's {@code $.plot} and the functions that draw the score and fill the table.
 *       The browser's test notices when one of them goes away.
 *   <li>A store holds Java-serialized keys and names of classes: open only those of your own trainings. MapDB closes an
 *       open store itself when the JVM is told to end, before or after we do.
 *   <li>The encoding of reports needs {@code org.agrona}, which Deeplearning4j takes from {@code aeron-all}, 3 MB of
 *       messaging; the project depends on agrona alone.
 * </ul>
 */
@NullMarked
package charrnn.tools.trainingui;

import org.jspecify.annotations.NullMarked;
