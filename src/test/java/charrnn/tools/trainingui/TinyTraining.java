package charrnn.tools.trainingui;

import charrnn.config.Config.UiConfig;
import charrnn.model.StreamingNetwork;
import charrnn.model.TestNetworks;
import charrnn.train.RunListener.Step;
import charrnn.train.TinySession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.nd4j.linalg.dataset.DataSet;

/** Trains a tiny LSTM on one random batch and reports to a UI as a training does. */
final class TinyTraining {
    private static final int VOCABULARY = 6;
    private static final int BATCH = 2;
    private static final int TIME = 5;

    private final StreamingNetwork network = TestNetworks.of(
            VOCABULARY,
            "model: {layers: 1, hidden: 8, engine: stock}\ntraining: {learningRate: 0.01, sequenceLength: " + TIME
                    + "}");
    private final DataSet batch = TinySession.segment(new Random(1), BATCH, VOCABULARY, TIME);
    private final TrainingUi ui;
    private int step;

    TinyTraining(TrainingUi ui) {
        this.ui = ui;
        ui.started(network);
    }

    /** A UI on any free port. */
    static TrainingUi ui(String run) {
        return ui(run, Path.of("none"));
    }

    static TrainingUi ui(String run, Path report) {
        return TrainingUi.start(new UiConfig(true, "127.0.0.1", 0, 1), run, report, message -> {})
                .orElseThrow();
    }

    /** An update whose numbers follow from its step. */
    static Step update(int step, double bitsPerChar) {
        return new Step(
                step, step / 100.0, bitsPerChar, OptionalDouble.empty(), 0.01 / step, step, 1000.0 * step, 0, 0);
    }

    /** Continues from an earlier step, as a training does after a rollback. */
    void rollback(int toStep) {
        step = toStep;
        ui.rolledBack(toStep);
    }

    /** Trains some steps and returns the reported losses. */
    List<Double> steps(int count) {
        List<Double> bitsPerChar = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            network.fit(batch);
            double loss = network.score() / TIME / Math.log(2);
            bitsPerChar.add(loss);
            ui.stepped(update(++step, loss));
        }
        return bitsPerChar;
    }
}
