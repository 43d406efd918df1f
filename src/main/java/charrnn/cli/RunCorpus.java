package charrnn.cli;

import charrnn.config.Config;
import charrnn.config.CorpusConfig;
import charrnn.config.UserError;
import charrnn.corpus.Corpus;
import charrnn.corpus.Split;
import charrnn.corpus.Vocabulary;
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
        RunFolder run = new RunFolder(file.toAbsolutePath().resolveSibling(""));
        if (!Files.exists(run.split())) {
            warnings.accept(run.split() + " does not exist; the corpus is split again by its configuration");
            CorpusConfig own = new FileFinder().found(config.corpus());
            return LoadProgress.load(warnings, err, listener -> Corpus.load(own, read.vocabulary(), listener));
        }
        return asRecorded(run, config.corpus(), read.vocabulary(), warnings, err);
    }

    /**
     * Reads the files of a run's split.
     *
     * @throws UserError if one is missing or has changed; the message names the command that fetches it, if it is known
     */
    static Corpus asRecorded(
            RunFolder run, CorpusConfig corpus, Vocabulary vocabulary, Consumer<String> warnings, PrintWriter err) {
        CorpusConfig found = new FileFinder().found(corpus);
        Split recorded = Split.read(run.split());
        try {
            return LoadProgress.load(warnings, err, listener -> Corpus.load(found, recorded, vocabulary, listener));
        } catch (UserError e) {
            throw KernelRelease.explained(e, found, run);
        }
    }
}
