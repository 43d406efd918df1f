package charrnn.config;

import charrnn.config.ConfigOrigin.Place;
import java.util.regex.Pattern;

/** Mistakes that only several keys together make, and the run's name. */
final class CrossChecks {
    private static final Pattern FOLDER_NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final String FOLDER_NAME_ALLOWED =
            "a folder's name of letters, digits, \".\", \"_\" and \"-\", without \"..\"";
    /** A hair above 0.9: decimal shares add up to it only nearly. */
    private static final double MOST_HELD_OUT = 0.9 + 1e-9;

    /** Numbers that a buffer of Java can hold, which has as many bytes as an array has elements. */
    private static final long MOST_GATES = Integer.MAX_VALUE / Float.BYTES;

    private final Draft draft;
    private final Config config;
    private final Place top;

    /** Checks the configuration that a draft makes; {@code top} is where mistakes in no given key are told. */
    CrossChecks(Draft draft, Place top) {
        this.draft = draft;
        this.config = draft.config();
        this.top = top;
    }

    /** Notes all mistakes in the draft; a key that was refused before takes part in none. */
    void run(String nameOfFile) {
        checkName(nameOfFile);
        checkHidden();
        checkShares();
        checkEnd();
        checkSegment();
    }

    /** A segment's gates lie in one array, [batch · sequence, 4 · hidden]. */
    private void checkSegment() {
        long widest = config.model().hidden().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
        long gates = (long) config.training().batchSize() * config.training().sequenceLength() * 4 * widest;
        if (draft.knows("model.hidden", "training.batchSize", "training.sequenceLength") && gates > MOST_GATES) {
            mistake(
                    "training.batchSize × training.sequenceLength × 4 × model.hidden is " + gates
                            + ", but must be at most " + MOST_GATES,
                    "training.batchSize",
                    "training.sequenceLength",
                    "model.hidden");
        }
    }

    private void checkName(String nameOfFile) {
        if (!draft.knows("name")) {
            return;
        }
        if (!config.name().isEmpty() && !isFolderName(config.name())) {
            mistake("name is " + YamlText.shown(config.name()) + ", but must be " + FOLDER_NAME_ALLOWED, "name");
        } else if (config.name().isEmpty() && !nameOfFile.isEmpty() && !isFolderName(nameOfFile)) {
            mistake(
                    "name is not given, and the file's, " + YamlText.shown(nameOfFile)
                            + ", cannot stand in for it: it must be " + FOLDER_NAME_ALLOWED,
                    "name");
        }
    }

    /** The name becomes a folder that files are written to: it must not lead out of the folder of runs. */
    private static boolean isFolderName(String name) {
        return FOLDER_NAME.matcher(name).matches() && !name.contains("..") && !name.equals(".");
    }

    private void checkHidden() {
        int layers = config.model().layers();
        int sizes = config.model().hidden().size();
        if (draft.knows("model.hidden", "model.layers") && sizes != 1 && sizes != layers) {
            mistake(
                    "model.hidden has " + sizes + " sizes, but model.layers is " + layers
                            + "; give one size for all layers, or one a layer",
                    "model.hidden");
        }
    }

    private void checkShares() {
        double validation = config.corpus().validationShare();
        double test = config.corpus().testShare();
        if (draft.knows("corpus.validationShare", "corpus.testShare") && validation + test > MOST_HELD_OUT) {
            mistake(
                    "corpus.validationShare is " + YamlText.number(validation) + " and corpus.testShare is "
                            + YamlText.number(test) + ", but together they must be at most 0.9,"
                            + " so that there is something to learn from",
                    "corpus.validationShare",
                    "corpus.testShare");
        }
    }

    private void checkEnd() {
        boolean endless = config.training().epochs() == 0 && config.training().maxMinutes() == 0;
        if (draft.knows("training.epochs", "training.maxMinutes") && endless) {
            mistake(
                    "training.epochs and training.maxMinutes are both 0, so the run would never end; limit one of them",
                    "training.epochs",
                    "training.maxMinutes");
        }
    }

    private void mistake(String message, String... paths) {
        draft.mistake(draft.placeOf(top, paths), message);
    }
}
