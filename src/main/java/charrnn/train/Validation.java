package charrnn.train;

import charrnn.config.Config;
import charrnn.config.Count;
import charrnn.corpus.EncodedText;
import charrnn.evaluate.BitsPerCharacter;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Progress;
import charrnn.model.checkpoint.Progress.Control;
import charrnn.model.checkpoint.Progress.Scores;
import charrnn.train.DivergenceDetector.Divergence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Measures a network on the validation text, reports the loss, and lowers the learning rate on a plateau.
 *
 * @param whole whether the text is the whole validation text, which is measured as 'evaluate' measures it; a part is measured in
 *     {@link #STREAMS_OF_PART} streams
 */
record Validation(
        Config config,
        EncodedText text,
        boolean whole,
        StreamingNetwork network,
        RunFolder folder,
        Reporting reporting) {
    private static final int STREAMS_OF_PART = 8; // about as fast for each character as 50

    /** @param names files to save the network under, in addition to the last checkpoint's */
    record Result(Progress progress, List<Path> names) {}

    /**
     * Validates and reports; without a validation text it only reports.
     *
     * @param mayBeBest whether the network may be saved, and thus become the best one
     */
    Result run(Progress progress, boolean mayBeBest) throws IOException {
        Map<String, Number> fields = new LinkedHashMap<>(reporting.score(progress));
        if (text.length() < 2) {
            return new Result(reporting.report(progress, OptionalDouble.empty(), false, fields), List.of());
        }
        fields.put("validationChars", text.length());
        BitsPerCharacter measured = whole
                ? BitsPerCharacter.of(network.predictor(), text)
                : BitsPerCharacter.of(network.predictor(), text, STREAMS_OF_PART);
        double bits = measured.bits();
        if (!Double.isFinite(bits)) {
            throw new Divergence(progress.step(), "the validation loss is " + bits);
        }
        boolean bestExists = Files.exists(folder.best());
        if (bestExists) {
            DivergenceDetector.checkValidation(progress, bits);
        }
        Scores before = progress.scores();
        boolean lowest = !bestExists || bits < before.bestValidationBpc().orElse(Double.POSITIVE_INFINITY);
        boolean best = lowest && mayBeBest;
        int validationsSinceBest = best ? 0 : progress.control().validationsSinceBest() + 1;
        OptionalDouble loss = OptionalDouble.of(bits);
        Progress validated = progress.with(new Scores(
                        best ? loss : before.bestValidationBpc(),
                        best ? progress.step() : before.bestStep(),
                        before.lastTrainBpc(),
                        loss))
                .with(progress.control().withValidationsSinceBest(validationsSinceBest));
        validated = reporting.report(validated, loss, best, fields);
        reporting.validated(validated, bits, best);
        validated = lowerRateOnPlateau(validated);
        List<Path> names = new ArrayList<>();
        if (best) {
            names.add(folder.best());
        }
        if (config.checkpoints().keep() > 0) {
            names.add(folder.step(progress.step(), bits));
        }
        return new Result(validated, names);
    }

    private Progress lowerRateOnPlateau(Progress progress) throws IOException {
        Control control = new LearningRate(config.training()).afterValidation(progress.control());
        if (control.rateFactor() < progress.control().rateFactor()) {
            reporting.event(
                    progress,
                    Count.of(control.validationsSinceBest(), "validation")
                            + " without a new best: the learning rate is now "
                            + config.training().learningRate() * control.rateFactor());
        }
        return progress.with(control);
    }
}
