package charrnn.train;

import charrnn.config.Config;
import charrnn.config.ModelConfig;
import charrnn.config.ModelConfig.Gates;
import charrnn.config.TrainingConfig;
import charrnn.config.UserError;
import charrnn.corpus.CharacterName;
import charrnn.model.LanguageModel;
import charrnn.model.Networks;
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

    /** Finds a contradiction within a checkpoint, or with the configuration in it. */
    public static Optional<String> contradiction(Checkpoint checkpoint, Config config) {
        return progress(checkpoint.progress(), config.training()).or(() -> network(checkpoint, config));
    }

    private static Optional<String> progress(Progress progress, TrainingConfig training) {
        long step = progress.step();
        int batch = training.batchSize();
        int sequence = training.sequenceLength();
        long chars = (long) batch * sequence; // of an update
        boolean fitsChars = progress.chars() % chars == 0 && progress.chars() / chars == step;
        int epoch = progress.epoch();
        long position = progress.streamPosition();
        long before = step - position; // updates of earlier epochs
        boolean fitsEpoch = epoch == 0 ? before == 0 : before % epoch == 0 && before / epoch > position;
        double factor = progress.course().rateFactor();
        long bestStep = progress.scores().bestStep();
        int unreported = progress.sinceReport().steps();
        double seconds = progress.trainingSeconds();
        return unless(
                        fitsChars,
                        "says step %d and %d characters, but an update reads %d (training.batchSize %d ×"
                                + " training.sequenceLength %d)",
                        step,
                        progress.chars(),
                        chars,
                        batch,
                        sequence)
                .or(() -> unless(
                        fitsEpoch && position < Integer.MAX_VALUE,
                        "says step %d, which cannot be update %d of epoch %d",
                        step,
                        position,
                        epoch))
                .or(() -> unless(
                        factor > 0 && factor <= 1,
                        "says that the learning rate is multiplied by %s, which must be above 0 and at most 1",
                        factor))
                .or(() -> unless(
                        bestStep <= step && unreported <= step,
                        "says step %d, but a best validation at step %d and %d updates since the last report",
                        step,
                        bestStep,
                        unreported))
                .or(() -> unless(seconds <= MAX_SECONDS, "says that it was trained for %.0f seconds", seconds))
                .or(() -> unless(
                        progress.seed() == training.seed(),
                        "says seed %d, but its configuration training.seed %d",
                        progress.seed(),
                        training.seed()));
    }

    private static Optional<String> network(Checkpoint checkpoint, Config config) {
        ModelConfig model = config.model();
        int streams = config.training().batchSize();
        int saved = checkpoint.state().isEmpty()
                ? streams
                : checkpoint.state().layers().get(0).batch();
        List<Integer> hidden = checkpoint.hiddenSizes();
        int matches = Networks.encoding(checkpoint.network()).matches();
        return unless(
                        saved == streams,
                        "has the recurrent state of %d streams, but training.batchSize %d",
                        saved,
                        streams)
                .or(() -> unless(
                        hidden.equals(model.hiddenSizes()),
                        "has a network of hidden sizes %s, but model.layers %d and model.hidden %s",
                        hidden,
                        model.layers(),
                        model.hidden()))
                .or(() -> unless(
                        matches == model.match(),
                        "has a network that reads %d matches, but model.match %d",
                        matches,
                        model.match()))
                .or(() -> unless(
                        model.gates() == Gates.FULL || checkpoint.hasCoupledGates(),
                        "says model.gates coupled, but the weights of its input gates are not the negated ones of the"
                                + " forget gates"));
    }

    /** Finds a contradiction between a checkpoint and all lines of the history that belong to it. */
    public static Optional<String> contradiction(Progress progress, List<History.Line> counted) {
        long reported = counted.stream()
                .filter(line -> line.json().has("trainBpc"))
                .mapToLong(History.Line::step)
                .max()
                .orElse(0);
        long unreported = progress.sinceReport().steps();
        boolean comparable = progress.course().smoothedBpc().isPresent() // absent in the first format
                && counted.stream().allMatch(line -> line.lost() == 0);
        return unless(
                !comparable || reported + unreported == progress.step(),
                "says step %d and %d updates since the last report, but history.jsonl reports step %d last",
                progress.step(),
                unreported,
                reported);
    }

    /** Finds a contradiction between a checkpoint and the training text. */
    public static Optional<String> contradiction(Progress progress, int updatesPerEpoch) {
        long position = progress.streamPosition();
        long step = (long) progress.epoch() * updatesPerEpoch + position;
        return unless(
                step == progress.step() && position < updatesPerEpoch,
                "says step %d, but update %d of epoch %d is step %d of this training text, with %d updates an epoch",
                progress.step(),
                position,
                progress.epoch(),
                step,
                updatesPerEpoch);
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

    private static Optional<String> unless(boolean right, String format, Object... values) {
        return right
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, format, values)
                        + ": the file was changed or damaged after it was saved");
    }
}
