package charrnn.cli;

import charrnn.config.Config;
import charrnn.corpus.Corpus;
import charrnn.train.LearningRateFinder;
import charrnn.train.LearningRateFinder.Point;
import charrnn.train.Trainer;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** {@code train --find-learning-rate}: plots the loss over the learning rate (a range test), and suggests a rate. */
final class LearningRatePlot {
    private static final int UPDATES = 300;
    private static final int ROWS = 14;
    private static final int COLUMNS = 72;

    private LearningRatePlot() {}

    /** @return the exit code: {@link Failures#FAILED} if the loss never falls */
    static int print(Config effective, Corpus corpus, PrintWriter out, PrintWriter err) {
        Trainer.checkLength(effective, corpus);
        List<Point> curve = curve(effective, corpus, err);
        OptionalDouble suggestion = LearningRateFinder.suggestion(curve);
        double highest = curve.get(curve.size() - 1).rate();
        out.println(chart(curve, suggestion));
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

    private static List<Point> curve(Config effective, Corpus corpus, PrintWriter err) {
        try (ProgressDisplay progress = new ProgressDisplay("range test", "updates", err)) {
            return new LearningRateFinder(effective, corpus, UPDATES).run(done -> progress.at(done, UPDATES));
        }
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
            lines.add(String.format(Locale.ROOT, "%6.2f │%s", bits, new String(cells[row]).stripTrailing()));
        }
        lines.add("       └" + "─".repeat(COLUMNS));
        String left = String.format(Locale.ROOT, "%.0e", curve.get(0).rate());
        String right =
                String.format(Locale.ROOT, "%.0e", curve.get(curve.size() - 1).rate());
        String between = " ".repeat(COLUMNS - left.length() - right.length());
        lines.add("        " + left + between + right + "  learning rate");
        return String.join(System.lineSeparator(), lines);
    }

    private static int column(List<Point> curve, double rate) {
        double first = Math.log(curve.get(0).rate());
        double last = Math.log(curve.get(curve.size() - 1).rate());
        double share = (Math.log(rate) - first) / Math.max(1e-9, last - first);
        return (int) Math.round(Math.max(0, Math.min(1, share)) * (COLUMNS - 1));
    }
}
