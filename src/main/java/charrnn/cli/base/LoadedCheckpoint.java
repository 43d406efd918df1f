package charrnn.cli.base;

import charrnn.config.ConfigLoader;
import charrnn.config.CorpusConfig;
import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.model.Networks;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.train.RunFolder;
import java.nio.file.Path;

/** A checkpoint with its file, which messages name and whose folder is its run's. */
public record LoadedCheckpoint(Path file, Checkpoint content) {
    /** Reads a checkpoint without what only training needs. */
    public static LoadedCheckpoint read(Path file) {
        return new LoadedCheckpoint(file, CheckpointReader.read(file, false));
    }

    public Vocabulary vocabulary() {
        return content.vocabulary();
    }

    public RunFolder run() {
        return RunFolder.around(file);
    }

    /** The configuration of the corpus that the network has learned. */
    public CorpusConfig corpus() {
        return ConfigLoader.recorded(content.configYaml(), file + ": its configuration")
                .corpus();
    }

    /** Whether the network can use the files of a project. */
    public boolean readsMatches() {
        return Networks.encoding(content.network()).matches() > 0;
    }

    public LanguageModel model() {
        return LanguageModel.of(content.network(), content.vocabulary());
    }

    public LanguageModel modelOnOneThread() {
        return LanguageModel.onOneThread(content.network(), content.vocabulary());
    }
}
