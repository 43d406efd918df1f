package charrnn.cli.base;

import charrnn.config.CorpusConfig;
import charrnn.corpus.Corpus;
import charrnn.corpus.Corpus.LoadListener;
import charrnn.corpus.Split;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Vocabulary;
import charrnn.message.UserError;
import charrnn.train.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Loads the corpus of a command, which prints warnings and the progress. */
public final class CorpusOpener {
    private static final int MB = 1_000_000;

    private final CliCommand command;

    public CorpusOpener(CliCommand command) {
        this.command = command;
    }

    /**
     * Loads a corpus, whose relative paths are found in the current folder or beside the jar.
     *
     * @param split split of an earlier load; empty to split the configured files
     * @param vocabulary vocabulary of a model; empty for that of the training part
     */
    public Corpus load(CorpusConfig corpus, Optional<Split> split, Optional<Vocabulary> vocabulary) {
        try (ProgressDisplay progress = new ProgressDisplay("encoding the corpus", "MB", command.err())) {
            return Corpus.load(new FileFinder().resolve(corpus), split, vocabulary, listener(progress));
        }
    }

    LoadListener listener(ProgressDisplay progress) {
        return new LoadListener() {
            @Override
            public void warn(String message) {
                command.warn(message);
            }

            @Override
            public void progress(long done, long total) {
                if (total >= MB) {
                    progress.at(done / MB, total / MB);
                }
            }
        };
    }

    /** Loads the corpus of a checkpoint's run with the run's split. */
    public Corpus ofRun(LoadedCheckpoint checkpoint) {
        RunFolder run = checkpoint.run();
        if (Files.exists(run.split())) {
            return loadRecorded(run, checkpoint.corpus(), checkpoint.vocabulary());
        }
        command.warn(run.split() + " does not exist; the corpus is split again by its configuration");
        return load(checkpoint.corpus(), Optional.empty(), Optional.of(checkpoint.vocabulary()));
    }

    /** Loads the files of a run's split; a {@link UserError} names those that are missing or have changed. */
    public Corpus loadRecorded(RunFolder run, CorpusConfig corpus, Vocabulary vocabulary) {
        return load(corpus, Optional.of(Split.read(run.split())), Optional.of(vocabulary));
    }

    /** Loads other text than that of a checkpoint's run, with its vocabulary; warns if the network has learned a file of it. */
    public Corpus ofOtherText(LoadedCheckpoint checkpoint, Path path, double testShare) {
        CorpusConfig text = checkpoint.corpus().ofOtherText(List.of(path.toString()), testShare);
        Corpus loaded = load(text, Optional.empty(), Optional.of(checkpoint.vocabulary()));
        warnIfLearned(checkpoint.file(), path.toString(), loaded.split().pieces());
        return loaded;
    }

    /** Warns if the split of a checkpoint's run has a file of a text in its training part. */
    public void warnIfLearned(Path checkpoint, String name, List<Split.Piece> text) {
        Path split = RunFolder.around(checkpoint).split();
        try {
            if (Files.exists(split)
                    && !Collections.disjoint(digests(Split.read(split).of(Part.TRAIN)), digests(text))) {
                command.warn(name + " has files that the network " + checkpoint
                        + " was trained on, so its result is better than on new text");
            }
        } catch (UserError e) {
            command.warn(String.valueOf(e.getMessage()));
        }
    }

    private static Set<String> digests(List<Split.Piece> pieces) {
        return pieces.stream().map(Split.Piece::sha256).collect(Collectors.toSet());
    }
}
