package charrnn.config;

import charrnn.config.Draft.Place;
import java.util.Collections;
import java.util.regex.Pattern;

/** Finds mistakes that several keys make together, and checks the run's name. */
final class CrossChecks {
    private static final Pattern FOLDER_NAME = Pattern.compile("(?!.*\\.\\.)(?!\\.$)[A-Za-z0-9._-]+");
    private static final String FOLDER_NAME_ALLOWED =
            "a folder's name of letters, digits, \".\", \"_\" and \"-\", without \"..\"";
    /** Slightly above 0.9: the sum of decimal shares is rounded. */
    private static final double MOST_HELD_OUT = 0.9 + 1e-9;

    /** Largest array of floats whose bytes a Java buffer can hold. */
    private static final long MOST_GATES = Integer.MAX_VALUE / Float.BYTES;

    private final Draft draft;
    private final Config config;
    private final Place top;

    /** @param top the place of a mistake whose keys were not set */
    CrossChecks(Draft draft, Place top) {
        this.draft = draft;
        this.config = draft.config();
        this.top = top;
    }

    /**
     * Notes all mistakes in the draft; a key whose value is unknown takes part in none.
     *
     * @param nameOfFile the run's name where the configuration gives none; empty where it may have none
     */
    void run(String nameOfFile) {
        checkName(nameOfFile);
        checkHidden();
        checkShares();
        checkEnd();
        checkSegment();
    }

    /** The name becomes a folder that files are written to, which must be within the folder of runs. */
    private void checkName(String nameOfFile) {
        boolean given = !config.name().isEmpty();
        String name = given ? config.name() : nameOfFile;
        String shown = ConfigWriter.shown(name);
        check(
                name.isEmpty() || FOLDER_NAME.matcher(name).matches(),
                given
                        ? "name is " + shown + ", but must be " + FOLDER_NAME_ALLOWED
                        : "name is not given, and the file's, " + shown + ", cannot stand in for it: it must be "
                                + FOLDER_NAME_ALLOWED,
                "name");
    }

    private void checkHidden() {
        int layers = config.model().layers();
        int sizes = config.model().hidden().size();
        String message = "model.hidden has " + sizes + " sizes, but model.layers is " + layers
                + "; give one size for all layers, or one a layer";
        if (draft.knows("model.layers")) {
            check(sizes == 1 || sizes == layers, message, "model.hidden");
        }
    }

    private void checkShares() {
        double validation = config.corpus().validationShare();
        double test = config.corpus().testShare();
        check(
                validation + test <= MOST_HELD_OUT,
                "corpus.validationShare is " + ConfigWriter.number(validation) + " and corpus.testShare is "
                        + ConfigWriter.number(test)
                        + ", but together they must be at most 0.9, so that there is something to learn from",
                "corpus.validationShare",
                "corpus.testShare");
    }

    private void checkEnd() {
        check(
                config.training().epochs() != 0 || config.training().maxMinutes() != 0,
                "training.epochs and training.maxMinutes are both 0, so the run would never end; limit one of them",
                "training.epochs",
                "training.maxMinutes");
    }

    /** The gates of a segment are one array, [batch · sequence, 4 · hidden]. */
    private void checkSegment() {
        TrainingConfig training = config.training();
        long widest = Collections.max(config.model().hidden());
        long gates = (long) training.batchSize() * training.sequenceLength() * 4 * widest;
        check(
                gates <= MOST_GATES,
                "training.batchSize × training.sequenceLength × 4 × model.hidden is " + gates + ", but must be at most "
                        + MOST_GATES,
                "training.batchSize",
                "training.sequenceLength",
                "model.hidden");
    }

    private void check(boolean right, String message, String... keys) {
        if (!right && draft.knows(keys)) {
            draft.mistake(draft.placeOf(top, keys), message);
        }
    }
}
