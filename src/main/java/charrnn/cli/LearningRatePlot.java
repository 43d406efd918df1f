package charrnn.cli;

import static charrnn.command.CliCommand.text;

import charrnn.command.CliCommand;
import charrnn.command.ProgressDisplay;
import charrnn.config.Config;
import charrnn.corpus.Corpus;
import charrnn.train.LearningRateFinder;
import charrnn.train.LearningRateFinder.Point;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code train --find-learning-rate}: plots the loss over the learning rate (a range test), and suggests a rate. */
final class LearningRatePlot {
    private static final int UPDATES = 300;
    private static final int MAX_ROWS = 25;
    private static final int COLUMNS = 60;

    private LearningRatePlot() {}

    /** Prints the curve and a rate; returns the exit code, {@link Failures#FAILED} if the loss never falls. */
    static int print(Config effective, Corpus corpus, CliCommand command) {
        List<Point> curve;
        try (ProgressDisplay progress = new ProgressDisplay("range test", "updates", command.err())) {
            curve = LearningRateFinder.run(effective, corpus, UPDATES, done -> progress.at(done, UPDATES));
        }
        OptionalDouble suggestion = LearningRateFinder.suggestion(curve);
        double lowest = curve.get(0).rate();
        double highest = curve.get(curve.size() - 1).rate();
        command.print("%s", chart(curve));
        suggestion.ifPresent(rate -> command.print(
                "suggested: --set training.learningRate=%.1e (now %s)",
                rate, effective.training().learningRate()));
        if (suggestion.isEmpty()) {
            command.say(text("the loss did not fall between %.0e and %.0e; nothing to suggest", lowest, highest));
            return Failures.FAILED;
        }
        return 0;
    }

    /** A line for each of some updates, evenly spread, with a bar that begins at the lowest loss. */
    private static String chart(List<Point> curve) {
        double low = curve.stream().mapToDouble(Point::bitsPerChar).min().orElse(0);
        double high = curve.stream().mapToDouble(Point::bitsPerChar).max().orElse(0);
        int rows = Math.min(MAX_ROWS, curve.size());
        return IntStream.range(0, rows)
                .mapToObj(row -> curve.get(row * (curve.size() - 1) / Math.max(1, rows - 1)))
                .map(point -> {
                    double height = (point.bitsPerChar() - low) / Math.max(1e-9, high - low);
                    String bar = "█".repeat((int) Math.round(height * COLUMNS));
                    return text("%13.1e  %18.2f  %s", point.rate(), point.bitsPerChar(), bar);
                })
                .collect(Collectors.joining(
                        System.lineSeparator(), "learning rate  bits per character" + System.lineSeparator(), ""));
    }
}
