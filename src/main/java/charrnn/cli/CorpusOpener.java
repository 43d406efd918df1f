package charrnn.cli;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.config.CorpusConfig;
import charrnn.config.UserError;
import charrnn.corpus.Corpus;
import charrnn.corpus.Corpus.LoadListener;
import charrnn.corpus.Split;
import charrnn.corpus.Vocabulary;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.train.RunFolder;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Loads the corpus of a command, and shows the progress.
 *
 * @param warnings receives a message for each warning
 * @param err receives the progress if the standard error is not a terminal
 */
record CorpusOpener(Consumer<String> warnings, PrintWriter err) {
    private static final int MB = 1_000_000;

    /**
     * Loads a corpus, whose relative paths are found in the current folder or beside the jar.
     *
     * @param split split of an earlier load; empty to split the configured files
     * @param vocabulary vocabulary of a model; empty for that of the training part
     */
    Corpus load(CorpusConfig corpus, Optional<Split> split, Optional<Vocabulary> vocabulary) {
        try (ProgressDisplay progress = new ProgressDisplay("encoding the corpus", "MB", err)) {
            return Corpus.load(new FileFinder().resolve(corpus), split, vocabulary, new LoadListener() {
                @Override
                public void warn(String message) {
                    warnings.accept(message);
                }

                @Override
                public void progress(long done, long total) {
                    if (total >= MB) {
                        progress.at(done / MB, total / MB);
                    }
                }
            });
        }
    }

    /**
     * Loads the corpus of a checkpoint's run, with the run's split and the checkpoint's vocabulary.
     *
     * @param file the checkpoint, in the run's folder
     * @throws UserError as {@link #loadRecorded}
     */
    Corpus ofRun(Path file, Checkpoint checkpoint) {
        Config config = ConfigLoader.parse(checkpoint.configYaml(), file + ": its configuration", List.of());
        RunFolder run = new RunFolder(file.toAbsolutePath().resolveSibling(""));
        if (Files.exists(run.split())) {
            return loadRecorded(run, config.corpus(), checkpoint.vocabulary());
        }
        warnings.accept(run.split() + " does not exist; the corpus is split again by its configuration");
        return load(config.corpus(), Optional.empty(), Optional.of(checkpoint.vocabulary()));
    }

    /**
     * Loads the files of a run's split.
     *
     * @throws UserError if a file is missing or has changed; the message has the command that fetches it, if known
     */
    Corpus loadRecorded(RunFolder run, CorpusConfig corpus, Vocabulary vocabulary) {
        Split split = Split.read(run.split());
        try {
            return load(corpus, Optional.of(split), Optional.of(vocabulary));
        } catch (UserError e) {
            throw KernelRelease.withFetchCommand(e, new FileFinder().resolve(corpus), run);
        }
    }
}
