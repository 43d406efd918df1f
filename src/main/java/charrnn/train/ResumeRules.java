package charrnn.train;

import charrnn.config.Config;
import charrnn.config.ModelConfig;
import charrnn.config.ModelConfig.Gates;
import charrnn.config.TrainingConfig;
import charrnn.config.UserError;
import charrnn.corpus.CharacterName;
import charrnn.model.LanguageModel;
import charrnn.model.RecurrentState;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.Progress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Checks that a checkpoint can be resumed: that its counts agree with each other, with the history and with the training
 * text, and that its network predicts. A contradiction is a phrase that follows the file's name.
 */
public final class ResumeRules {
    /** Longest training time, about thirty years. */
    private static final double MAX_SECONDS = 1e9;

    private static final int MAX_SYMBOLS = 256;

    /** Allowed error of the sum of all probabilities, whose logarithms are floats. */
    private static final double TOLERANCE = 1e-3;

    private ResumeRules() {}

    /**
     * Finds a contradiction within a checkpoint.
     *
     * @param config the configuration in the checkpoint
     */
    public static Optional<String> contradiction(Checkpoint checkpoint, Config config) {
        Progress progress = checkpoint.progress();
        TrainingConfig training = config.training();
        return counts(progress, training)
                .or(() -> ranges(progress, training))
                .or(() -> streams(checkpoint.state(), training))
                .or(() -> layers(checkpoint.hiddenSizes(), config.model()))
                .or(() -> gates(checkpoint, config.model()));
    }

    private static Optional<String> counts(Progress progress, TrainingConfig training) {
        long charsOfUpdate = (long) training.batchSize() * training.sequenceLength();
        if (Math.multiplyHigh(progress.step(), charsOfUpdate) != 0
                || progress.step() * charsOfUpdate != progress.chars()) {
            return says(
                    "says step %d and %d characters, but an update reads %d (training.batchSize"
                            + " %d × training.sequenceLength %d)",
                    progress.step(), progress.chars(), charsOfUpdate, training.batchSize(), training.sequenceLength());
        }
        long before = progress.step() - progress.streamPosition(); // updates of earlier epochs
        boolean fits = progress.epoch() == 0
                ? before == 0
                : before % progress.epoch() == 0 && before / progress.epoch() > progress.streamPosition();
        return fits && progress.streamPosition() < Integer.MAX_VALUE
                ? Optional.empty()
                : says(
                        "says step %d, which cannot be update %d of epoch %d",
                        progress.step(), progress.streamPosition(), progress.epoch());
    }

    private static Optional<String> ranges(Progress progress, TrainingConfig training) {
        double factor = progress.course().rateFactor();
        if (!(factor > 0 && factor <= 1)) {
            return says("says that the learning rate is multiplied by %s, which must be above 0 and at most 1", factor);
        }
        long bestStep = progress.scores().bestStep();
        int unreported = progress.sinceReport().steps();
        if (bestStep > progress.step() || unreported > progress.step()) {
            return says(
                    "says step %d, but a best validation at step %d and %d updates since the last report",
                    progress.step(), bestStep, unreported);
        }
        if (progress.trainingSeconds() > MAX_SECONDS) {
            return says("says that it was trained for %.0f seconds", progress.trainingSeconds());
        }
        return progress.seed() == training.seed()
                ? Optional.empty()
                : says("says seed %d, but its configuration training.seed %d", progress.seed(), training.seed());
    }

    private static Optional<String> streams(RecurrentState state, TrainingConfig training) {
        return state.layers().stream()
                .filter(layer -> layer.batch() != training.batchSize())
                .findFirst()
                .flatMap(layer -> says(
                        "has the recurrent state of %d streams, but training.batchSize %d",
                        layer.batch(), training.batchSize()));
    }

    private static Optional<String> layers(List<Integer> network, ModelConfig model) {
        return network.equals(model.hiddenSizes())
                ? Optional.empty()
                : says(
                        "has a network of hidden sizes %s, but model.layers %d and model.hidden %s",
                        network, model.layers(), model.hidden());
    }

    private static Optional<String> gates(Checkpoint checkpoint, ModelConfig model) {
        return model.gates() == Gates.FULL || checkpoint.hasCoupledGates()
                ? Optional.empty()
                : says("says model.gates coupled, but the weights of its input gates are not the negated ones of the"
                        + " forget gates");
    }

    /**
     * Finds a contradiction between a checkpoint and its history.
     *
     * @param counted all lines that belong to the checkpoint
     */
    public static Optional<String> contradiction(Progress progress, List<History.Line> counted) {
        long reported = History.lastReported(counted);
        long unreported = progress.sinceReport().steps();
        boolean comparable = progress.course().smoothedBpc().isPresent() // absent in the first format
                && counted.stream().noneMatch(line -> line.lost().isPresent());
        return !comparable || reported + unreported == progress.step()
                ? Optional.empty()
                : says(
                        "says step %d and %d updates since the last report, but history.jsonl reports step %d last",
                        progress.step(), unreported, reported);
    }

    /** Finds a contradiction between a checkpoint and the training text. */
    public static Optional<String> contradiction(Progress progress, int updatesPerEpoch) {
        long step = (long) progress.epoch() * updatesPerEpoch + progress.streamPosition();
        return step == progress.step() && progress.streamPosition() < updatesPerEpoch
                ? Optional.empty()
                : says(
                        "says step %d, but update %d of epoch %d is step %d of this training text, with %d updates an"
                                + " epoch",
                        progress.step(), progress.streamPosition(), progress.epoch(), step, updatesPerEpoch);
    }

    /**
     * Finds a symbol after which the network's predictions are not probabilities: even with finite weights, the
     * computation may overflow. The network runs on a copy of its weights and without dropout, so that the network and
     * the random generator do not change.
     */
    public static Optional<String> wrongPrediction(Checkpoint checkpoint) {
        LanguageModel model = LanguageModel.ofOneStream(checkpoint.network(), checkpoint.vocabulary());
        int stream = model.add();
        for (int symbol = 0; symbol < Math.min(MAX_SYMBOLS, model.vocabulary().size()); symbol++) {
            model.step(symbol);
            double sum = 0;
            for (float logProbability : model.logProbabilities(stream)) {
                sum += Math.exp(logProbability);
            }
            if (!(Math.abs(sum - 1) <= TOLERANCE)) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "does not predict: after symbol %d, %s, the probabilities of the next one sum to %s instead of"
                                + " 1; its weights are damaged, or too large to compute with",
                        symbol,
                        CharacterName.of(model.vocabulary().codePoint(symbol)),
                        sum));
            }
        }
        return Optional.empty();
    }

    /** @throws UserError if there is a contradiction */
    static void require(RunFolder folder, Optional<String> contradiction) {
        contradiction.ifPresent(what -> {
            throw new UserError(folder.last() + " " + what
                    + "; put another checkpoint of this run in its place, or begin a new run");
        });
    }

    private static Optional<String> says(String format, Object... values) {
        return Optional.of(
                String.format(Locale.ROOT, format, values) + ": the file was changed or damaged after it was saved");
    }
}
