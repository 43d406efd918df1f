package charrnn.lab;

import charrnn.config.Key.Bounds;
import charrnn.tools.complete.Completer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code score} that measure completions. */
final class CompletionOptions {
    @Option(
            names = "--completion",
            description =
                    "Measure completions instead of samples: lines completed exactly, and keystrokes saved, in the run's"
                            + " test files, or in a fifth of --files. Ctrl-C prints the results so far.")
    boolean wanted;

    @Option(names = "--places", paramLabel = "N", description = "Places. Default: 1000, with --compile 30.")
    @Bounds(min = 1)
    @Nullable
    Integer places;

    @Option(
            names = "--min-confidence",
            paramLabel = "P",
            defaultValue = "" + Completer.MIN_CONFIDENCE,
            description = "Show completions up to the last word at which they are right with this probability, or whole"
                    + " lines with half of it. 0: everything. Default: ${DEFAULT-VALUE}.")
    @Bounds(min = 0, max = 1)
    double minConfidence;
}
