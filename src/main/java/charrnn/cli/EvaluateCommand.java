package charrnn.cli;

import charrnn.cli.base.CorpusOpener;
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
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.Progress;
import charrnn.train.RunFolder;
import charrnn.train.TestResult;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.function.IOFunction;
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
                    + " corpus.include of the run selects, in any folder, without those of corpus.exclude.")
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

    @Override
    public Integer call() throws IOException {
        if (corpus != null) {
            refuse("--corpus measures other text than the run's own", List.of("--part"));
        }
        requireExisting("--corpus", corpus);
        Path file = checkpoint();
        Checkpoint read = read(file);
        CorpusOpener opener = new CorpusOpener(this);
        Corpus loaded = corpus == null ? opener.ofRun(file, read) : opener.ofOtherText(file, read, corpus, 0);
        String name = corpus == null ? "the run's " + part + " text" : corpus.toString();
        EncodedText measured = corpus == null ? loaded.text(part) : loaded.train();
        if (measured.length() < 2) {
            throw new UserError(name + " has " + Count.of(measured.length(), "character") + "; at least 2 are needed"
                    + (corpus == null ? ": name another part with --part, or a text with --corpus" : ""));
        }
        Optional<Path> otherFile = Optional.ofNullable(against).map(RunLocator::checkpoint);
        Optional<Checkpoint> other = otherFile.map(this::read);
        Optional<EncodedText> common =
                other.map(it -> measured.in(read.vocabulary().common(it.vocabulary())));
        long begin = System.nanoTime();
        BitsPerCharacter bits =
                BitsPerCharacter.of(Networks.resume(read.network()).predictor(), measured, common);
        double seconds = (System.nanoTime() - begin) / 1e9;
        ObjectNode document = StrictJson.object()
                .put("bitsPerChar", bits.bits())
                .put("chars", bits.chars())
                .put("checkpoint", file.toString())
                .put("text", name)
                .put("perplexity", Math.pow(2, bits.bits()))
                .put("seconds", seconds);
        if (!json) {
            print(
                    "%.4f bits per character on %s of %s (perplexity %.2f, %,.0f chars/s)",
                    bits.bits(),
                    Count.of(bits.chars(), "character"),
                    name,
                    Math.pow(2, bits.bits()),
                    bits.chars() / seconds);
        }
        if (other.isPresent()) {
            EncodedText text = measured.in(other.get().vocabulary());
            double otherBits = BitsPerCharacter.of(
                            Networks.resume(other.get().network()).predictor(), text, common)
                    .bits();
            long unknown = measured.counts()[Vocabulary.UNKNOWN];
            long otherUnknown = text.counts()[Vocabulary.UNKNOWN];
            document.put("unknown", unknown)
                    .putObject("against")
                    .put("checkpoint", otherFile.get().toString())
                    .put("bitsPerChar", otherBits)
                    .put("difference", otherBits - bits.bits())
                    .put("unknown", otherUnknown);
            if (!json) {
                print("%.4f bits by %s, a difference of %+.4f", otherBits, otherFile.get(), otherBits - bits.bits());
                print("left out: characters unknown to the one (%,d) or the other (%,d)", unknown, otherUnknown);
            }
        }
        if (json) {
            print(document);
        }
        if (bits.chars() == measured.length() - 1 && corpus == null && part == Part.TEST) {
            saveResult(file, read.progress(), bits);
        }
        return 0;
    }

    /**
     * Writes the result and the report into the run's folder. Ignores a checkpoint that is not the run's
     * best one, or its last one in a run without a best.
     */
    private void saveResult(Path file, Progress checkpoint, BitsPerCharacter bits) {
        RunFolder run = RunFolder.around(file);
        Path chosen = Files.exists(run.best()) ? run.best() : run.last();
        // The pretrained model is not a run: it has no last checkpoint.
        if (!Files.exists(run.last()) || !Files.exists(run.split()) || !chosen.endsWith(file.getFileName())) {
            return;
        }
        try {
            TestResult.write(run.path(), checkpoint, bits);
            for (IOFunction<Path, Path> page : Tools.PAGES) {
                page.apply(file.resolveSibling(""));
            }
        } catch (IOException | UserError e) {
            warn("test.json or report.html cannot be written: " + e.getMessage());
        }
    }
}
