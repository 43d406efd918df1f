package charrnn.cli;

import charrnn.cli.base.CorpusOpener;
import charrnn.cli.base.LoadedCheckpoint;
import charrnn.cli.base.NetworkCommand;
import charrnn.cli.base.RunLocator;
import charrnn.corpus.Corpus;
import charrnn.corpus.EncodedText;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Vocabulary;
import charrnn.evaluate.BitsPerCharacter;
import charrnn.files.StrictJson;
import charrnn.message.Count;
import charrnn.message.UserError;
import charrnn.model.Networks;
import charrnn.train.RunFolder;
import charrnn.train.TestResult;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code evaluate}: measures the bits per character of a checkpoint on held-out or other text. */
@Command(
        name = "evaluate",
        description = {
            "Measures a checkpoint in bits per character (lower is better), with the state carried through the text.",
            "Without --corpus, the text is the test files that the run held out; the result of its best checkpoint is"
                    + " saved in its folder, for report and runs."
        },
        footer = {
            "  charrnn evaluate --checkpoint checkpoints/lstm --part validation",
            "  charrnn evaluate --checkpoint checkpoints/lstm --corpus ~/src/project --json",
            "  charrnn evaluate --checkpoint checkpoints/tuned --against checkpoints/c"
        })
final class EvaluateCommand extends NetworkCommand {
    @Option(
            names = "--corpus",
            paramLabel = "PATH",
            description = "File or folder to measure instead of the run's own text; of a folder, the files whose names"
                    + " the run's corpus.include and corpus.exclude select, in any folder.")
    private @Nullable Path corpus;

    @Option(
            names = "--part",
            paramLabel = "PART",
            description = "Part of the run's own text: ${COMPLETION-CANDIDATES}. Default: test.")
    private Part part = Part.TEST;

    @Option(
            names = "--against",
            paramLabel = "PATH",
            description =
                    "Compare with this checkpoint, or a run's best.zip, on the same text; only characters count that"
                            + " both vocabularies have.")
    private @Nullable Path against;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    /** A network that is measured, and its bits per character. */
    private record Measured(Path file, long unknown, BitsPerCharacter result) {
        static Measured of(LoadedCheckpoint network, EncodedText text, Optional<EncodedText> common) {
            var predictor = Networks.resume(network.content().network()).predictor();
            long unknown = text.counts()[Vocabulary.UNKNOWN];
            return new Measured(network.file(), unknown, BitsPerCharacter.of(predictor, text, common));
        }

        double bits() {
            return result.bits();
        }
    }

    @Override
    public Integer call() throws IOException {
        if (corpus != null) {
            refuse("--corpus measures other text than the run's own", List.of("--part"));
        }
        requireExisting("--corpus", corpus);
        LoadedCheckpoint read = read(checkpoint());
        Optional<Path> otherFile = Optional.ofNullable(against).map(RunLocator::checkpoint);
        EncodedText text = text(read, otherFile);
        Optional<LoadedCheckpoint> other = otherFile.map(this::read);
        Optional<EncodedText> common = other.map(it -> text.in(read.vocabulary().common(it.vocabulary())));
        long begin = System.nanoTime();
        Measured measured = Measured.of(read, text, common);
        ObjectNode document = report(measured, (System.nanoTime() - begin) / 1e9);
        other.ifPresent(it -> compare(measured, Measured.of(it, text.in(it.vocabulary()), common), document));
        if (json) {
            print(document);
        }
        boolean isWholeTest = corpus == null && part == Part.TEST && measured.result.chars() == text.length() - 1;
        if (isWholeTest) {
            saveResult(read, measured.result);
        }
        return 0;
    }

    private String textName() {
        return corpus == null ? "the run's " + part + " text" : corpus.toString();
    }

    /** Loads the text to measure; warns if a network was trained on it. */
    private EncodedText text(LoadedCheckpoint read, Optional<Path> other) {
        CorpusOpener opener = new CorpusOpener(this);
        Corpus loaded = corpus == null ? opener.ofRun(read) : opener.ofOtherText(read, corpus, 0);
        Part measured = corpus == null ? part : Part.TRAIN;
        other.ifPresent(
                it -> opener.warnIfLearned(it, textName(), loaded.split().of(measured)));
        EncodedText text = loaded.text(measured);
        if (text.length() < 2) {
            throw new UserError(textName() + " has " + Count.of(text.length(), "character") + "; at least 2 are needed"
                    + (corpus == null ? ": name another part with --part, or a text with --corpus" : ""));
        }
        return text;
    }

    /** Prints the result, unless {@code --json} is given, and returns it as JSON. */
    private ObjectNode report(Measured measured, double seconds) {
        double perplexity = Math.pow(2, measured.bits());
        long chars = measured.result.chars();
        if (!json) {
            print(
                    "%.4f bits per character on %s of %s (perplexity %.2f, %,.0f chars/s)",
                    measured.bits(), Count.of(chars, "character"), textName(), perplexity, chars / seconds);
        }
        return StrictJson.object()
                .put("bitsPerChar", measured.bits())
                .put("chars", chars)
                .put("checkpoint", measured.file.toString())
                .put("text", textName())
                .put("perplexity", perplexity)
                .put("seconds", seconds);
    }

    /** Adds another network's result to the document or, without {@code --json}, prints it. */
    private void compare(Measured measured, Measured other, ObjectNode document) {
        double difference = other.bits() - measured.bits();
        if (json) {
            document.put("unknown", measured.unknown())
                    .putObject("against")
                    .put("checkpoint", other.file.toString())
                    .put("bitsPerChar", other.bits())
                    .put("difference", difference)
                    .put("unknown", other.unknown());
        } else {
            print("%.4f bits by %s, a difference of %+.4f", other.bits(), other.file, difference);
            print(
                    "left out: characters unknown to the one (%,d) or the other (%,d)",
                    measured.unknown(), other.unknown());
        }
    }

    /** Writes the result of the run's best checkpoint, or of its last one in a run without a best, and the report. */
    private void saveResult(LoadedCheckpoint read, BitsPerCharacter bits) {
        RunFolder run = read.run();
        Path chosen = Files.exists(run.best()) ? run.best() : run.last();
        // The Linux model is not a run: it has no last checkpoint.
        if (!Files.exists(run.last())
                || !Files.exists(run.split())
                || !chosen.equals(read.file().toAbsolutePath())) {
            return;
        }
        try {
            TestResult.write(run.path(), read.content().progress(), bits);
            Tools.writeReport(read.file().resolveSibling(""), run.isLocked());
        } catch (IOException | UserError e) {
            warn("test.json or report.html cannot be written: " + e.getMessage());
        }
    }
}
