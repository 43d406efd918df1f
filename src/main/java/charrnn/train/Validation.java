package charrnn.train;

import charrnn.config.Config;
import charrnn.config.TrainingConfig;
import charrnn.corpus.Corpus;
import charrnn.corpus.EncodedText;
import charrnn.evaluate.BitsPerCharacter;
import charrnn.model.StreamPredictor;
import charrnn.model.checkpoint.Progress;
import charrnn.model.checkpoint.Progress.Losses;
import charrnn.train.DivergenceDetector.Divergence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Measures a network on the validation text, and reports the loss.
 *
 * @param text the whole validation text, which is measured as 'evaluate' measures it, or a part of it, which is measured in
 *     {@link #STREAMS_OF_PART} streams
 */
public record Validation(Session session, EncodedText text, Reporting reporting) {
    /** Length of the longest validation text that is always measured whole. */
    private static final int MAX_ALWAYS_WHOLE = 30_000;

    /** Characters learned for each one measured, if the validation text is long: validations then take about a tenth of the time. */
    private static final int LEARNED_PER_MEASURED = 12;

    private static final int MIN_MEASURED = 10_000;
    private static final int STREAMS_OF_PART = 8; // about as fast for each character as 50

    /**
     * The text of each validation of a run: the whole validation text, or the beginning of a long one, in proportion to the
     * characters learned between two validations.
     */
    public static EncodedText text(Config config, Corpus corpus) {
        TrainingConfig training = config.training();
        EncodedText all = corpus.validation();
        long learned = training.validateEverySteps() == 0
                ? corpus.train().length()
                : (long) training.validateEverySteps() * training.batchSize() * training.sequenceLength();
        long length = Math.max(MIN_MEASURED, learned / LEARNED_PER_MEASURED);
        return all.length() <= Math.max(MAX_ALWAYS_WHOLE, length) ? all : all.first(length);
    }

    /** @param names files to save the network under, in addition to the last checkpoint's */
    record Result(Progress progress, List<Path> names) {}

    /**
     * Validates and reports; without a validation text it only reports.
     *
     * @param mayBeBest whether the network may be saved, and thus become the best one
     */
    Result run(Progress progress, boolean mayBeBest) throws IOException {
        if (text.length() < 2) {
            return new Result(reporting.report(progress, OptionalDouble.empty(), false, 0), List.of());
        }
        double bits = measure().bits();
        if (!Double.isFinite(bits)) {
            throw new Divergence(progress.step(), "the validation loss is " + bits);
        }
        RunFolder folder = session.folder();
        boolean bestExists = Files.exists(folder.best());
        if (bestExists) {
            DivergenceDetector.checkValidation(progress, bits);
        }
        Losses before = progress.losses();
        boolean lowest = !bestExists || bits < before.bestValidationBpc().orElse(Double.POSITIVE_INFINITY);
        boolean best = lowest && mayBeBest;
        int validationsSinceBest = best ? 0 : progress.control().validationsSinceBest() + 1;
        OptionalDouble loss = OptionalDouble.of(bits);
        Progress validated = progress.with(new Losses(
                        best ? loss : before.bestValidationBpc(),
                        best ? progress.step() : before.bestStep(),
                        before.lastTrainBpc(),
                        loss))
                .with(progress.control().withValidationsSinceBest(validationsSinceBest));
        validated = reporting.report(validated, loss, best, text.length());
        reporting.validated(validated, bits, best);
        List<Path> names = new ArrayList<>();
        if (best) {
            names.add(folder.best());
        }
        if (session.config().checkpoints().keep() > 0) {
            names.add(folder.step(progress.step(), bits));
        }
        return new Result(validated, names);
    }

    private BitsPerCharacter measure() {
        StreamPredictor predictor = session.network().predictor();
        return text.length() == session.corpus().validation().length()
                ? BitsPerCharacter.of(predictor, text)
                : BitsPerCharacter.of(predictor, text, STREAMS_OF_PART);
    }
}
