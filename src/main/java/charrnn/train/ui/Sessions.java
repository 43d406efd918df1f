package charrnn.train.ui;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Predicate;

/**
 * The two sessions of one training in the UI's session box.
 *
 * @param training id of the session that carries the training loss and the network's statistics
 */
record Sessions(String training) {
    /** The same for each session: nothing here trains in several workers. */
    static final String WORKER = "charrnn";

    private static final String VALIDATION = "-validation";
    private static final DateTimeFormatter START = DateTimeFormatter.ofPattern("yyyy-MM-dd_HH.mm.ss");

    /**
     * Names that are new in a store: run and start, so that the sittings of a run stay apart.
     *
     * @param taken whether the store has a session of that id
     */
    static Sessions named(String runName, LocalDateTime start, Predicate<String> taken) {
        // Deeplearning4j puts ids unescaped into URLs and HTML, and MapDB's keys are separated by @@@.
        String name = runName.replaceAll("[^A-Za-z0-9._-]", "_") + "_" + START.format(start);
        String id = name;
        for (int i = 2; taken.test(id); i++) {
            id = name + "_" + i;
        }
        return new Sessions(id);
    }

    /** Id of the session whose score is the validation loss. */
    String validation() {
        return training + VALIDATION;
    }
}
