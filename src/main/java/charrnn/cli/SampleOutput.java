package charrnn.cli;

import charrnn.config.UserError;
import charrnn.files.StrictJson;
import charrnn.sample.GeneratedText.FinishReason;
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
    /** Names of the options, none of which goes with {@code --interactive} or {@code --show-probabilities}. */
    static final List<String> OPTIONS = List.of("--count", "--out", "--separator", "--json");

    @Option(
            names = {"--count", "--num-samples"},
            paramLabel = "N",
            description =
                    "Number of samples, with the seeds S, S + 1 and so on; generated together, several times as fast."
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
            separatorLine(separator);
        } catch (IllegalArgumentException e) {
            mistakes.add("--separator is '" + separator
                    + "', but a backslash must be followed by n, t, r, f, b, s, \", ', an octal number from 0 to"
                    + " 377 or a second backslash");
        }
        UserError.throwIfAny(mistakes);
        String[] files = out == null ? null : out.toFile().list(); // also null if out is not a readable folder
        if (out != null && Files.exists(out) && (files == null || files.length > 0)) {
            throw new UserError("--out " + out + " must be an empty folder or a new one"
                    + (files == null ? "" : ", but holds " + files[0]));
        }
    }

    /** Translates the escapes of the separator, and adds a line feed unless it is empty or ends with one. */
    private static String separatorLine(String text) {
        String line = text.translateEscapes();
        return line.isEmpty() || line.endsWith("\n") ? line : line + "\n";
    }

    /**
     * The listener that prints the samples or writes them to files.
     *
     * @param format formats printed characters
     * @param finishReason maps the end of a sample to its {@code finishReason}
     */
    Samples.Listener listener(
            PrintWriter printed, CharacterFormat format, String prime, Function<FinishReason, String> finishReason) {
        if (out != null) {
            return fileWriter(out, prime);
        }
        return json
                ? sample -> print(printed, json(sample, prime, finishReason.apply(sample.reason())) + "\n")
                : new TextPrinter(printed, format, prime, separatorLine(separator), count);
    }

    /** Writes each sample, with its prime, to a file of its own in a folder, which is created if it does not exist. */
    private Samples.Listener fileWriter(Path folder, String prime) {
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

    /** Formats a sample as JSON in ASCII, so that no character of a text can control a terminal. */
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
    static final class OutputClosed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** @throws OutputClosed if the output is closed */
    private static void print(PrintWriter out, String text) {
        out.print(text);
        if (out.checkError()) {
            throw new OutputClosed();
        }
    }

    /**
     * Prints samples with their primes, each as it is generated. Several samples each end with a line end and have a
     * separator between them; a single one is printed unchanged, except for a line end on a terminal.
     */
    static final class TextPrinter implements Samples.Listener {
        private final PrintWriter out;
        private final CharacterFormat format;
        private final String prime;
        private final String separator;
        private final int count;
        private boolean atLineStart;

        /**
         * Begins the first sample.
         *
         * @param separator text between two samples, with its line end
         * @throws OutputClosed if the output is closed; all other methods throw it too
         */
        TextPrinter(PrintWriter out, CharacterFormat format, String prime, String separator, int count) {
            this.out = out;
            this.format = format;
            this.prime = prime;
            this.separator = separator;
            this.count = count;
            begin();
        }

        private void begin() {
            print(out, format.plain(prime));
            atLineStart = prime.endsWith("\n");
        }

        @Override
        public void accept(List<Token> tokens) {
            print(
                    out,
                    tokens.stream()
                            .map(token -> format.coloured(token.codePoint(), token.probability()))
                            .collect(Collectors.joining()));
            atLineStart = tokens.get(tokens.size() - 1).codePoint() == '\n';
        }

        @Override
        public void complete(Sample sample) {
            if (!atLineStart && (count > 1 || format.terminal())) {
                print(out, "\n");
            }
            if (sample.number() + 1 < count) {
                print(out, separator);
                begin();
            }
        }
    }
}
