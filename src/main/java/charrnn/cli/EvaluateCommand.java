package charrnn.cli;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.config.Count;
import charrnn.config.UserError;
import charrnn.corpus.Corpus;
import charrnn.corpus.EncodedText;
import charrnn.corpus.Split.Part;
import charrnn.evaluate.BitsPerCharacter;
import charrnn.model.Networks;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.Progress;
import charrnn.tools.report.RunReport;
import charrnn.train.RunFolder;
import charrnn.train.TestResult;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** {@code evaluate}: measures the bits per character of a checkpoint on held-out or other text. */
@Command(
        name = "evaluate",
        description = {
            "Measures a checkpoint in bits per character (lower is better), with the state carried through the text.",
            "Without --corpus, the text is the test files that the checkpoint's own run held out; the result of a"
                    + " run's best checkpoint is saved in its folder (test.json and report.html), for report and runs.",
            "--dynamic and --cache also measure models that learn from the text while they predict it."
        },
        footer = {
            "  charrnn evaluate --checkpoint checkpoints/lstm/best.zip",
            "  charrnn evaluate --checkpoint checkpoints/lstm/best.zip --part validation",
            "  charrnn evaluate --checkpoint checkpoints/lstm/best.zip --corpus ~/src/project --json",
            "  charrnn evaluate --checkpoint checkpoints/lstm/best.zip --dynamic --cache-train"
        })
final class EvaluateCommand extends CliCommand {
    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    @Option(
            names = "--corpus",
            paramLabel = "PATH",
            description =
                    "A folder, file or archive to measure instead of the run's own text; of a folder, the files whose"
                            + " names corpus.include of the run selects, such as *.c, in any folder; corpus.exclude as it"
                            + " is.")
    private @Nullable Path corpus;

    @Option(
            names = "--part",
            paramLabel = "PART",
            description = "Part of the run's own text: ${COMPLETION-CANDIDATES}. Default: test.")
    private @Nullable Part part;

    @Mixin
    private ExtraMeasurements extra = new AdaptiveOptions();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    /** Options for more measurements than the bits per character. A tool adds options and figures in a subclass. */
    @Command
    static class ExtraMeasurements {
        /**
         * Checks the options.
         *
         * @param part the value of {@code --part}
         * @throws UserError with a message for each mistake
         */
        void check(ParseResult given, Optional<Part> part) {}

        /** A message for each option that needs the training text, which names the option; empty if none does. */
        List<String> needsOfTraining() {
            return List.of();
        }

        /**
         * Makes the measurements that the options select.
         *
         * @param text to be predicted, at least 2 characters
         * @param training the text that the network was trained on; unspecified if {@link #needsOfTraining} is empty
         * @param err receives the progress unless the standard error is a terminal
         */
        void measure(Checkpoint checkpoint, EncodedText text, EncodedText training, PrintWriter err) {}

        /** Adds the figures to a JSON document. */
        void addTo(ObjectNode document) {}

        /** The figures, one line each. */
        List<String> lines() {
            return List.of();
        }
    }

    @Override
    public Integer call() throws IOException {
        if (corpus != null && part != null) {
            throw new UserError("--part names a part of the run's own text, so it does not go with --corpus");
        }
        extra.check(commandLine().getParseResult(), Optional.ofNullable(part));
        Path file = checkpoint.file();
        Checkpoint read = CheckpointReader.read(file, false);
        printLibrary();
        CorpusOpener opener = new CorpusOpener(this::warn, err());
        Corpus loaded = corpus == null ? opener.ofRun(file, read) : otherText(corpus, file, read, opener);
        Part measuredPart = part == null ? Part.TEST : part;
        String name = corpus == null ? "the run's " + measuredPart + " text" : corpus.toString();
        EncodedText measured = corpus == null ? loaded.text(measuredPart) : loaded.train();
        if (measured.length() < 2) {
            throw new UserError(name + " has " + Count.of(measured.length(), "character") + "; at least 2 are needed");
        }
        EncodedText training = corpus == null
                ? loaded.train()
                : trainingText(file, read, opener).orElse(measured);
        long begin = System.nanoTime();
        BitsPerCharacter bits =
                BitsPerCharacter.of(Networks.resume(read.network()).predictor(), measured);
        double seconds = (System.nanoTime() - begin) / 1e9;
        extra.measure(read, measured, training, err());
        print(file, name, bits, seconds);
        if (corpus == null && measuredPart == Part.TEST) {
            saveResult(file, read.progress(), bits);
        }
        return 0;
    }

    /**
     * Loads the training text of the checkpoint's run if an option needs it.
     *
     * @throws UserError with the option's message first if a file is missing or has changed
     */
    private Optional<EncodedText> trainingText(Path file, Checkpoint checkpoint, CorpusOpener opener) {
        List<String> needs = extra.needsOfTraining();
        if (needs.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(opener.ofRun(file, checkpoint).train());
        } catch (UserError e) {
            throw new UserError(
                    Stream.concat(needs.stream(), e.messages().stream()).toList(), e);
        }
    }

    /**
     * Writes the result into the run's folder, and updates an existing report. Ignores a checkpoint that is not the run's
     * best one, or its last one in a run without a best.
     */
    private void saveResult(Path file, Progress checkpoint, BitsPerCharacter bits) {
        RunFolder run = new RunFolder(file.toAbsolutePath().resolveSibling(""));
        Path chosen = Files.exists(run.best()) ? run.best() : run.last();
        // The network that ships is not a run: it has no last checkpoint.
        if (!Files.exists(run.last()) || !Files.exists(run.split()) || !chosen.endsWith(file.getFileName())) {
            return;
        }
        try {
            TestResult.write(run.path(), checkpoint, bits);
            Path report = file.resolveSibling(RunReport.FILE_NAME);
            if (Files.exists(report)) {
                RunReport.write(file.resolveSibling(""), report);
            }
        } catch (IOException | UserError e) {
            warn("the result cannot be saved for report and runs: " + e.getMessage());
        }
    }

    private static Corpus otherText(Path path, Path file, Checkpoint read, CorpusOpener opener) {
        if (!Files.exists(path)) {
            throw new UserError("--corpus " + path + " does not exist");
        }
        Config config = ConfigLoader.parse(read.configYaml(), file + ": its configuration", List.of());
        return opener.load(
                config.corpus().ofOtherText(List.of(path.toString()), 0),
                Optional.empty(),
                Optional.of(read.vocabulary()));
    }

    private void print(Path file, String text, BitsPerCharacter bits, double seconds) {
        if (json) {
            ObjectNode document = JsonNodeFactory.instance
                    .objectNode()
                    .put("bitsPerChar", bits.bits())
                    .put("chars", bits.chars())
                    .put("checkpoint", file.toString())
                    .put("text", text)
                    .put("perplexity", Math.pow(2, bits.bits()))
                    .put("seconds", seconds);
            extra.addTo(document);
            print(document);
        } else {
            out().println(String.format(
                    Locale.ROOT,
                    "%.4f bits per character on %s of %s (perplexity %.2f, %,.0f chars/s)",
                    bits.bits(),
                    Count.of(bits.chars(), "character"),
                    text,
                    Math.pow(2, bits.bits()),
                    bits.chars() / seconds));
            extra.lines().forEach(out()::println);
        }
    }
}
