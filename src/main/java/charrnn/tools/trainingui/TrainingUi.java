package charrnn.tools.trainingui;

import charrnn.config.UiConfig;
import charrnn.config.UserError;
import charrnn.tools.score.ParseRate;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Deeplearning4j's training UI for one training: the loop attaches its network and hands in losses in bits per
 * character; browsers watch. A UI that cannot be had never stops a training, it only says so.
 */
public interface TrainingUi extends AutoCloseable {
    /**
     * Serves the UI, and returns one that does nothing where the configuration turns it off or no port can be had.
     *
     * @param runName the run's name; its sessions in the browser begin with it
     * @param messages takes lines for the person at the terminal: the address, warnings, why there is no UI
     * @throws UserError if {@code ui.store} names a file that isn't a store of statistics
     * @throws IllegalStateException if the Deeplearning4j on the class path isn't one whose UI this package knows
     */
    static TrainingUi start(UiConfig config, String runName, Consumer<String> messages) {
        return config.enabled() ? new UiStart(config, messages).start(runName) : new NoUi();
    }

    /** Where the UI is served, empty where it isn't. */
    Optional<URI> address();

    /**
     * Collects statistics of the network's parameters and updates from now on, every {@code ui.everySteps} of its
     * iterations. A network that was restored anew is attached anew.
     *
     * @param precision what the network computes in, as the pages show it
     */
    void attach(MultiLayerNetwork network, String precision);

    /**
     * Links the pages to a report of the run, at {@code /report}.
     *
     * @param page makes the report as HTML, whenever somebody opens it, on a thread of the UI's
     */
    void showReport(Supplier<String> page);

    /**
     * An update of the training.
     *
     * @param step steps of the run so far, earlier sittings included
     * @param epoch passes over the text, with the fraction
     * @param bitsPerChar mean loss of the step's characters in bits
     * @param learningRate rate of this update
     * @param gradientNorm global norm of the gradient before clipping, nats per character
     * @param charsPerSecond speed since the last report
     */
    record Update(
            int step,
            double epoch,
            double bitsPerChar,
            double learningRate,
            double gradientNorm,
            double charsPerSecond) {}

    /**
     * Takes an update, to be called after each. The chart of the loss shows the mean of the values since its last point; a
     * loss that isn't finite leaves a gap.
     */
    void reportTrain(Update update);

    /**
     * Takes a validation loss.
     *
     * @param step steps of the run so far, earlier sittings included
     * @param bitsPerChar mean loss of the validation characters in bits
     */
    void reportValidation(int step, double bitsPerChar);

    /**
     * Takes how much of the code that the network writes parses; it stands above the chart until the next one.
     *
     * @param step steps of the run so far, earlier sittings included
     */
    void reportScore(int step, ParseRate score);

    /**
     * Takes a text that the network wrote; the pages show the newest ones.
     *
     * @param step steps of the run so far, earlier sittings included
     */
    void reportSample(int step, String text);

    /**
     * Forgets what was reported of later steps: the training goes on from this one. Deeplearning4j's chart numbers all
     * points anew where a step comes twice.
     */
    void wentBack(int step);

    /** Writes what is left to the store and stops the server and its threads. More than once does no harm. */
    @Override
    void close();
}
