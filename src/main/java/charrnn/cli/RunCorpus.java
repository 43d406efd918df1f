package charrnn.cli;

import charrnn.config.Config;
import charrnn.config.CorpusConfig;
import charrnn.corpus.Corpus;
import charrnn.corpus.Split;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.train.RunFolder;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The corpus that a checkpoint was trained on. */
final class RunCorpus {
    private RunCorpus() {}

    /**
     * Reads it, split as in the run, in the checkpoint's vocabulary.
     *
     * @param file the checkpoint, beside which the split is kept
     * @param config the checkpoint's configuration
     * @param warnings takes one message each
     * @param err where progress is shown
     * @throws charrnn.config.UserError if it is not there any more, or has changed
     */
    static Corpus of(Path file, Checkpoint read, Config config, Consumer<String> warnings, PrintWriter err) {
        CorpusConfig own = Places.found(config.corpus());
        Path split = new RunFolder(file.toAbsolutePath().resolveSibling("")).split();
        if (!Files.exists(split)) {
            warnings.accept(split + " is not there; splitting the corpus anew by its configuration");
            return LoadProgress.load(warnings, err, listener -> Corpus.load(own, read.vocabulary(), listener));
        }
        Split recorded = Split.read(split);
        return LoadProgress.load(warnings, err, listener -> Corpus.load(own, recorded, read.vocabulary(), listener));
    }
}
