package charrnn.cli;

import charrnn.config.UserError;
import charrnn.sample.Samples;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options of {@code sample} for the number of samples and their output. */
final class OutputOptions {
    /** Names of the options, for options elsewhere that exclude them. */
    static final List<String> NAMES = List.of("--count", "--out", "--separator", "--json");

    @Option(
            names = {"--count", "--num-samples"},
            paramLabel = "N",
            description =
                    "How many samples, with seeds S, S + 1 and so on, written together at several times the speed."
                            + " Default: ${DEFAULT-VALUE}.")
    private int count = 1;

    @Option(
            names = "--separator",
            paramLabel = "TEXT",
            description =
                    "The line between two samples. Escapes: \\n, \\t, \\r, \\f, \\b, \\s (a space), \\\\, \\\", \\' and octal"
                            + " \\0 to \\377. Empty: none."
                            + " Default: ${DEFAULT-VALUE}.")
    private String separator = "---------------"; // as nanoGPT's sample.py prints

    @Option(
            names = "--json",
            description = "Print a JSON object for each sample, on a line of its own: seed, prime, text, finishReason,"
                    + " bits, bitsPerChar.")
    private boolean json;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Write each sample to a file in this folder, sample-0001.c and so on, which must be new or empty.")
    private @Nullable Path out;

    int count() {
        return count;
    }

    /**
     * Checks the options against each other.
     *
     * @throws UserError if options exclude each other, the separator has a wrong escape, or the folder is not empty
     */
    void check(ParseResult given) {
        List<String> mistakes = new ArrayList<>();
        if (json && out != null) {
            mistakes.add("--json prints the samples and --out writes them to files: leave one of them out");
        }
        if (given.hasMatchedOption("--separator") && (json || out != null)) {
            mistakes.add("--separator goes between samples that are printed as text: leave it or "
                    + (json ? "--json" : "--out") + " out");
        }
        try {
            line(separator);
        } catch (IllegalArgumentException e) {
            mistakes.add("--separator is '" + separator
                    + "', but a backslash must be followed by n, t, r, f, b, s, \", ', an octal number from 0 to"
                    + " 377 or a second backslash");
        }
        if (!mistakes.isEmpty()) {
            throw new UserError(mistakes);
        }
        if (out != null) {
            SampleFiles.check(out);
        }
    }

    /**
     * The listener that prints the samples or writes them to files.
     *
     * @param tint formats printed characters
     */
    Samples.Listener listener(PrintWriter printed, Tint tint, String prime, EndOptions end) {
        if (out != null) {
            return new SampleFiles(out, prime, count);
        }
        return json
                ? new SampleLines(printed, prime, end::finishReason)
                : new SamplePrinter(printed, tint, prime, line(separator), count);
    }

    /** The separator without escapes, ended by a line feed unless it is empty or has one. */
    private static String line(String text) {
        String line = text.translateEscapes();
        return line.isEmpty() || line.endsWith("\n") ? line : line + "\n";
    }
}
