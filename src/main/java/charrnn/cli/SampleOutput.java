package charrnn.cli;

import static charrnn.cli.base.CliCommand.DEFAULT;

import charrnn.cli.base.CliCommand;
import charrnn.config.Key.Bounds;
import charrnn.files.StrictJson;
import charrnn.message.TerminalText;
import charrnn.message.UserError;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.Samples;
import charrnn.sample.Token;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.io.function.Uncheck;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The output of {@code sample}: its options, and the samples as text, as JSON lines or as files. */
final class SampleOutput {
    private static final String SEPARATOR = "---------------\n"; // as nanoGPT's sample.py prints

    @Option(
            names = {"--count", "--num-samples"},
            paramLabel = "N",
            description = "Number of samples, with the seeds S, S + 1 and so on." + DEFAULT)
    @Bounds(min = 1)
    int count = 1;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed of the random numbers. Default: a new one each time, printed with --verbose.")
    private @Nullable Long seed;

    @Option(names = "--json", description = "Print a JSON object for each sample, on a line of its own.")
    private boolean json;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Write each sample to a file in this folder, which must be new or empty: sample-0001.c and so on.")
    private @Nullable Path out;

    long seed() {
        return seed == null ? System.nanoTime() : seed;
    }

    /** @throws UserError if options exclude each other, or the folder is not empty */
    void check() {
        if (json && out != null) {
            throw new UserError("--json prints the samples and --out writes them to files: leave one of them out");
        }
        String[] files = out == null ? null : out.toFile().list(); // also null if out is not a readable folder
        if (out != null && Files.exists(out) && (files == null || files.length > 0)) {
            throw new UserError("--out " + out + " must be an empty folder or a new one"
                    + (files == null ? "" : ", but holds " + files[0]));
        }
    }

    /** The listener that prints the samples or writes them to files. */
    Samples.Listener listener(
            PrintWriter printed, boolean terminal, String prompt, Function<FinishReason, String> finishReason) {
        if (out != null) {
            return fileWriter(out, prompt);
        }
        return json
                ? sample -> print(printed, json(sample, prompt, finishReason.apply(sample.reason())) + "\n")
                : new TextPrinter(printed, terminal, prompt);
    }

    /** Writes each sample, with its prompt, to a file of its own in a folder, which is created if it does not exist. */
    private Samples.Listener fileWriter(Path folder, String prompt) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserError("--out " + folder + " cannot be created: name a folder that can be written to", e);
        }
        String name = "sample-%0" + Math.max(4, Integer.toString(count).length()) + "d.c";
        return sample -> {
            Path file = folder.resolve(CliCommand.text(name, sample.number() + 1));
            Uncheck.run(() -> Files.writeString(file, prompt + sample.text(), StandardOpenOption.CREATE_NEW));
        };
    }

    /** Formats a sample as JSON in ASCII, so that no character of a text can control a terminal. */
    private static String json(Samples.Sample sample, String prompt, String finishReason) {
        String text = sample.text();
        int chars = text.codePointCount(0, text.length());
        return Uncheck.get(() -> StrictJson.ASCII.writeValueAsString(StrictJson.object()
                .put("seed", sample.seed())
                .put("prime", prompt)
                .put("text", text)
                .put("finishReason", finishReason)
                .put("bits", rounded(sample.bits()))
                .put("bitsPerChar", chars == 0 ? 0 : rounded(sample.bits() / chars))));
    }

    private static double rounded(double bits) {
        return Math.round(bits * 1e4) / 1e4;
    }

    /** Thrown when the process that reads the output, such as {@code head}, has ended. */
    static final class OutputClosed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static void print(PrintWriter out, String text) {
        out.print(text);
        if (out.checkError()) {
            throw new OutputClosed();
        }
    }

    /**
     * Prints samples with their prompts, each as it is generated. Several samples each end with a line end and have the
     * separator between them; a single one is printed unchanged, except for a line end on a terminal. Every method throws
     * {@link OutputClosed} if the output is closed.
     */
    private final class TextPrinter implements Samples.Listener {
        private final PrintWriter printed;
        private final boolean terminal;
        private final String prompt;
        private boolean atLineStart;

        TextPrinter(PrintWriter printed, boolean terminal, String prompt) {
            this.printed = printed;
            this.terminal = terminal;
            this.prompt = prompt;
            begin();
        }

        private void begin() {
            print(printed, shown(prompt));
            atLineStart = prompt.endsWith("\n");
        }

        /** Escapes control characters on a terminal; a file or a pipe receives them unchanged. */
        private String shown(String text) {
            return terminal ? TerminalText.lines(text) : text;
        }

        @Override
        public void accept(List<Token> tokens) {
            print(printed, shown(Token.text(tokens)));
            atLineStart = tokens.get(tokens.size() - 1).codePoint() == '\n';
        }

        @Override
        public void complete(Samples.Sample sample) {
            if (!atLineStart && (count > 1 || terminal)) {
                print(printed, "\n");
            }
            if (sample.number() + 1 < count) {
                print(printed, SEPARATOR);
                begin();
            }
        }
    }
}
