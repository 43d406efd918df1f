package charrnn.cli;

import static charrnn.command.CliCommand.text;

import charrnn.command.CliCommand;
import charrnn.command.ProgressDisplay;
import charrnn.config.Config;
import charrnn.corpus.Corpus;
import charrnn.train.LearningRateFinder;
import charrnn.train.LearningRateFinder.Point;
import charrnn.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** {@code train --find-learning-rate}: plots the loss over the learning rate (a range test), and suggests a rate. */
final class LearningRatePlot {
    private static final int UPDATES = 300;
    private static final int ROWS = 14;
    private static final int COLUMNS = 72;

    private LearningRatePlot() {}

    /** Prints the curve and a rate; returns the exit code, {@link Failures#FAILED} if the loss never falls. */
    static int print(Config effective, Corpus corpus, CliCommand command) {
        Trainer.plan(effective, corpus); // checks the length
        List<Point> curve;
        try (ProgressDisplay progress = new ProgressDisplay("range test", "updates", command.err())) {
            curve = LearningRateFinder.run(effective, corpus, UPDATES, done -> progress.at(done, UPDATES));
        }
        OptionalDouble suggestion = LearningRateFinder.suggestion(curve);
        double lowest = curve.get(0).rate();
        double highest = curve.get(curve.size() - 1).rate();
        command.print("%s", chart(curve, suggestion));
        suggestion.ifPresent(rate -> command.print(
                "suggested: --set training.learningRate=%.1e (now %s)",
                rate, effective.training().learningRate()));
        if (suggestion.isEmpty()) {
            command.say(text("the loss did not fall between %.0e and %.0e; nothing to suggest", lowest, highest));
            return Failures.FAILED;
        }
        return 0;
    }

    /** Plots the curve with text characters. The axis of the rate is logarithmic. */
    private static String chart(List<Point> curve, OptionalDouble suggestion) {
        double low = curve.stream().mapToDouble(Point::bitsPerChar).min().orElse(0);
        double high = curve.stream().mapToDouble(Point::bitsPerChar).max().orElse(0);
        char[][] cells = new char[ROWS][COLUMNS];
        Arrays.stream(cells).forEach(row -> Arrays.fill(row, ' '));
        suggestion.ifPresent(rate -> Arrays.stream(cells).forEach(row -> row[column(curve, rate)] = '┊'));
        for (int i = 0; i < curve.size(); i++) {
            double height = (curve.get(i).bitsPerChar() - low) / Math.max(1e-9, high - low);
            cells[(int) Math.round((1 - height) * (ROWS - 1))][i * (COLUMNS - 1) / Math.max(1, curve.size() - 1)] = '•';
        }
        List<String> lines = new ArrayList<>(List.of("bits per character"));
        for (int row = 0; row < ROWS; row++) {
            double bits = high - (high - low) * row / (ROWS - 1);
            lines.add(text("%6.2f │%s", bits, new String(cells[row]).stripTrailing()));
        }
        lines.add("       └" + "─".repeat(COLUMNS));
        String right = text("%.0e", curve.get(curve.size() - 1).rate());
        String left =
                text("%-" + (COLUMNS - right.length()) + ".0e", curve.get(0).rate());
        lines.add("        " + left + right + "  learning rate");
        return String.join(System.lineSeparator(), lines);
    }

    private static int column(List<Point> curve, double rate) {
        double first = Math.log(curve.get(0).rate());
        double last = Math.log(curve.get(curve.size() - 1).rate());
        double share = (Math.log(rate) - first) / Math.max(1e-9, last - first);
        return (int) Math.round(Math.max(0, Math.min(1, share)) * (COLUMNS - 1));
    }
}
