package charrnn.config;

import charrnn.config.ModelConfig.Engine;
import charrnn.config.ModelConfig.Gates;
import charrnn.message.Count;
import java.util.Collections;
import java.util.regex.Pattern;

/** Checks keys that depend on each other, and the run's name. */
record CrossChecks(Draft draft, Config config) {
    private static final Pattern NAME = Pattern.compile("(?!.*\\.\\.)(?!\\.$)[A-Za-z0-9._-]+");

    /** Slightly above 0.9, since the sum of decimal shares is rounded. */
    private static final double MAX_HELD_OUT = 0.9 + 1e-9;

    /**
     * Records all mistakes in the draft.
     *
     * @param defaultName the run's name if the configuration has none; may be empty
     */
    void run(String defaultName) {
        checkRunName(defaultName);
        checkModel();
        checkShares();
        checkTraining();
    }

    /** The run's folder has this name, which must not lead out of the folder of runs. */
    private void checkRunName(String defaultName) {
        boolean given = !config.name().isEmpty();
        String name = given ? config.name() : defaultName;
        check(
                name.isEmpty() || NAME.matcher(name).matches(),
                (given ? "name is " : "name is not given, and the file's name is ") + ConfigWriter.shown(name)
                        + ", but must be a folder's name of letters, digits, \".\", \"_\" and \"-\", without \"..\"",
                "name");
    }

    private void checkModel() {
        ModelConfig model = config.model();
        int sizes = model.hidden().size();
        check(
                sizes == 1 || sizes == model.layers(),
                "model.hidden has " + sizes + " sizes, but model.layers is " + model.layers()
                        + "; give one size for all layers, or one for each layer",
                "model.hidden");
        // Deeplearning4j's own LSTM would update the weights of the input gate independently.
        check(
                model.gates() == Gates.FULL || model.engine() == Engine.FAST,
                "model.gates is coupled, but model.engine is stock, which trains all gates independently; set"
                        + " model.engine to fast or model.gates to full",
                "model.gates",
                "model.engine");
    }

    private void checkShares() {
        double validation = config.corpus().validationShare();
        double test = config.corpus().testShare();
        check(
                validation + test <= MAX_HELD_OUT,
                "corpus.validationShare is " + Count.number(validation) + " and corpus.testShare is "
                        + Count.number(test)
                        + ", but together they must be at most 0.9, so that there is something to learn from",
                "corpus.validationShare",
                "corpus.testShare");
    }

    private void checkTraining() {
        TrainingConfig training = config.training();
        check(
                training.epochs() != 0 || training.maxMinutes() != 0,
                "training.epochs and training.maxMinutes are both 0, so the run would never end; limit one of them",
                "training.epochs",
                "training.maxMinutes");
        // The gates of a segment are one array, [batch · sequence, 4 · hidden].
        long widest = Collections.max(config.model().hidden());
        long gates = (long) training.batchSize() * training.sequenceLength() * 4 * widest;
        check(
                gates <= TrainingConfig.MAX_FLOATS,
                "training.batchSize × training.sequenceLength × 4 × model.hidden is " + gates + ", but must be at most "
                        + TrainingConfig.MAX_FLOATS,
                "training.batchSize",
                "training.sequenceLength",
                "model.hidden");
    }

    private void check(boolean valid, String message, String... keys) {
        if (!valid) {
            draft.mistake(draft.lineOf(keys), message);
        }
    }
}
