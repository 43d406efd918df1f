package charrnn.tools.trainingui;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Predicate;

/** Names the sessions and the reports of a training in the store. */
final class Sessions {
    /** The same for each session: nothing here trains in several workers. */
    static final String WORKER = "charrnn";

    /** Type of the reports whose score is a validation loss. Deeplearning4j's pages read those of their own type alone. */
    static final String VALIDATION_TYPE = "Validation";

    private static final DateTimeFormatter START = DateTimeFormatter.ofPattern("yyyy-MM-dd_HH.mm.ss");

    private Sessions() {}

    /**
     * An unused session id: the run's name and its start, so that each start has a session of its own.
     *
     * @param taken whether the store has a session of that id
     */
    static String named(String runName, LocalDateTime start, Predicate<String> taken) {
        // Deeplearning4j puts ids unescaped into URLs and HTML, and MapDB's keys are separated by @@@.
        String name = runName.replaceAll("[^A-Za-z0-9._-]", "_") + "_" + START.format(start);
        String id = name;
        for (int i = 2; taken.test(id); i++) {
            id = name + "_" + i;
        }
        return id;
    }
}
