package charrnn.cli;

import charrnn.config.Config;
import charrnn.corpus.Corpus;
import charrnn.train.LearningRateFinder;
import charrnn.train.Trainer;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** {@code train --find-learning-rate}: draws the loss over the learning rate, and suggests a rate. */
final class RangeTest {
    private static final int UPDATES = 300;

    private RangeTest() {}

    /** @return the exit code: a failure where the loss never falls */
    static int run(Config effective, Corpus corpus, PrintWriter out, PrintWriter err) {
        Trainer.checkLength(effective, corpus);
        List<LearningRateFinder.Point> curve = curve(effective, corpus, err);
        OptionalDouble suggestion = LearningRateFinder.suggestion(curve);
        double highest = curve.get(curve.size() - 1).rate();
        out.println(RateChart.of(curve, suggestion));
        suggestion.ifPresent(rate -> out.printf(
                Locale.ROOT,
                "suggested: --set training.learningRate=%.1e (now %s)%n",
                rate,
                effective.training().learningRate()));
        if (LearningRateFinder.isLowAtTheEnd(curve)) {
            out.printf(
                    Locale.ROOT, "the loss is still near its lowest at %.0e: the best rate may lie above%n", highest);
        }
        if (suggestion.isEmpty()) {
            err.printf(
                    Locale.ROOT,
                    "the loss did not fall between %.0e and %.0e; nothing to suggest%n",
                    curve.get(0).rate(),
                    highest);
            return Failures.FAILED;
        }
        return 0;
    }

    private static List<LearningRateFinder.Point> curve(Config effective, Corpus corpus, PrintWriter err) {
        try (ProgressDisplay progress = new ProgressDisplay("range test", "updates", err)) {
            return new LearningRateFinder(effective, corpus, UPDATES).run(done -> progress.at(done, UPDATES));
        }
    }
}
