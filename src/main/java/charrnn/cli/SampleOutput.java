package charrnn.cli;

import charrnn.config.UserError;
import charrnn.files.StrictJson;
import charrnn.sample.FinishReason;
import charrnn.sample.Samples;
import charrnn.sample.Samples.Sample;
import charrnn.sample.Token;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The output of {@code sample}: its options, and the samples as text, as JSON lines or as files. */
final class SampleOutput {
    /** Names of the options, for options elsewhere that exclude them. */
    static final List<String> OPTIONS = List.of("--count", "--out", "--separator", "--json");

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
            description = "The line between two samples. Escapes: \\n"
                    + ", \\t, \\r"
                    + ", \\f, \\b, \\s (a space), \\\\, \\\", \\' and octal \\0 to \\377. Empty: none. Default:"
                    + " ${DEFAULT-VALUE}.")
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

    /** @throws UserError if options exclude each other, the separator has a wrong escape, or the folder is not empty */
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
        String[] files = out == null ? null : out.toFile().list(); // null if this is not a readable folder either
        if (out != null && Files.exists(out) && (files == null || files.length > 0)) {
            throw new UserError("--out " + out + " must be an empty folder or a new one"
                    + (files == null ? "" : ", but holds " + files[0]));
        }
    }

    /** The separator without escapes, ended by a line feed unless it is empty or has one. */
    private static String line(String text) {
        String line = text.translateEscapes();
        return line.isEmpty() || line.endsWith("\n") ? line : line + "\n";
    }

    /**
     * The listener that prints the samples or writes them to files.
     *
     * @param tint formats printed characters
     * @param finishReason maps the end of a sample to its {@code finishReason}
     */
    Samples.Listener listener(
            PrintWriter printed, Tint tint, String prime, Function<FinishReason, String> finishReason) {
        if (out != null) {
            return files(out, prime);
        }
        return json
                ? sample -> print(printed, json(sample, prime, finishReason.apply(sample.reason())) + "\n")
                : new TextPrinter(printed, tint, prime, line(separator), count);
    }

    /** Writes each sample, with its prime, to a file of its own in a folder, which is created if it does not exist. */
    private Samples.Listener files(Path folder, String prime) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserError("--out " + folder + " cannot be created: name a folder that can be written to", e);
        }
        int digits = Math.max(4, Integer.toString(count).length());
        return sample -> {
            String name = String.format(Locale.ROOT, "sample-%0" + digits + "d.c", sample.number() + 1);
            try {
                Files.writeString(
                        folder.resolve(name),
                        prime + sample.text(),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** ASCII alone, so that no character of a text can control a terminal. */
    private static String json(Sample sample, String prime, String finishReason) {
        String text = sample.text();
        int chars = text.codePointCount(0, text.length());
        try {
            return StrictJson.ASCII.writeValueAsString(StrictJson.ASCII
                    .createObjectNode()
                    .put("seed", sample.seed().isPresent() ? sample.seed().getAsLong() : null)
                    .put("prime", prime)
                    .put("text", text)
                    .put("finishReason", finishReason)
                    .put("bits", rounded(sample.bits()))
                    .put("bitsPerChar", chars == 0 ? 0 : rounded(sample.bits() / chars)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a sample as JSON", e);
        }
    }

    private static double rounded(double bits) {
        return Math.round(bits * 1e4) / 1e4;
    }

    /** Thrown when the process that reads the output, such as {@code head}, has ended. */
    static final class ReaderGone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** @throws ReaderGone if the reader of the output is gone */
    private static void print(PrintWriter out, String text) {
        out.print(text);
        if (out.checkError()) {
            throw new ReaderGone();
        }
    }

    /**
     * Prints samples with their primes, each as it is generated. Several samples each end with a line end and have a
     * separator between them; a single one is printed unchanged, except for a line end on a terminal.
     */
    static final class TextPrinter implements Samples.Listener {
        private final PrintWriter out;
        private final Tint tint;
        private final String prime;
        private final String separator;
        private final int count;
        private boolean atLineStart;

        /**
         * Begins the first sample.
         *
         * @param separator text between two samples, with its line end
         * @throws ReaderGone if the reader of the output is gone; all other methods throw it too
         */
        TextPrinter(PrintWriter out, Tint tint, String prime, String separator, int count) {
            this.out = out;
            this.tint = tint;
            this.prime = prime;
            this.separator = separator;
            this.count = count;
            begin();
        }

        private void begin() {
            print(out, tint.plain(prime));
            atLineStart = prime.endsWith("\n");
        }

        @Override
        public void accept(List<Token> tokens) {
            print(
                    out,
                    tokens.stream()
                            .map(token -> tint.of(token.codePoint(), token.probability()))
                            .collect(Collectors.joining()));
            atLineStart = tokens.get(tokens.size() - 1).codePoint() == '\n';
        }

        @Override
        public void complete(Sample sample) {
            if (!atLineStart && (count > 1 || tint.terminal())) {
                print(out, "\n");
            }
            if (sample.number() + 1 < count) {
                print(out, separator);
                begin();
            }
        }
    }
}
