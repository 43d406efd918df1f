package charrnn.cli;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.config.CorpusConfig;
import charrnn.config.UserError;
import charrnn.corpus.Corpus;
import charrnn.corpus.LoadListener;
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
import java.util.function.Function;

/**
 * Loads the corpus of a command, and shows the progress of encoding.
 *
 * @param warnings receives a message for each warning
 * @param err receives the progress if the standard error is not a terminal
 */
record CorpusOpener(Consumer<String> warnings, PrintWriter err) {
    private static final int MB = 1_000_000;

    Corpus load(Function<LoadListener, Corpus> loading) {
        try (ProgressDisplay progress = new ProgressDisplay("encoding the corpus", "MB", err)) {
            return loading.apply(new LoadListener() {
                @Override
                public void warn(String message) {
                    warnings.accept(message);
                }

                @Override
                public void encoding(long done, long total) {
                    progress.at(done / MB, total / MB);
                }
            });
        }
    }

    /**
     * Loads the corpus of a checkpoint's run, with the run's split and the checkpoint's vocabulary.
     *
     * @param file the checkpoint, in the run's folder
     * @throws UserError as {@link #recorded}
     */
    Corpus ofRun(Path file, Checkpoint checkpoint) {
        Config config = ConfigLoader.parse(checkpoint.configYaml(), file + ": its configuration", List.of());
        RunFolder run = new RunFolder(file.toAbsolutePath().resolveSibling(""));
        if (Files.exists(run.split())) {
            return recorded(run, config.corpus(), checkpoint.vocabulary());
        }
        warnings.accept(run.split() + " does not exist; the corpus is split again by its configuration");
        CorpusConfig found = new FileFinder().found(config.corpus());
        return load(listener -> Corpus.load(found, Optional.empty(), Optional.of(checkpoint.vocabulary()), listener));
    }

    /**
     * Loads the files of a run's split.
     *
     * @throws UserError if a file is missing or has changed; the message names the command that fetches it if that is known
     */
    Corpus recorded(RunFolder run, CorpusConfig corpus, Vocabulary vocabulary) {
        CorpusConfig found = new FileFinder().found(corpus);
        Split recorded = Split.read(run.split());
        try {
            return load(listener -> Corpus.load(found, Optional.of(recorded), Optional.of(vocabulary), listener));
        } catch (UserError e) {
            throw KernelRelease.explained(e, found, run);
        }
    }
}
