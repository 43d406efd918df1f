package charrnn.train;

import charrnn.config.Config;
import charrnn.config.ConfigWriter;
import charrnn.config.UserError;
import charrnn.corpus.Corpus;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.CheckpointWriter;
import charrnn.model.checkpoint.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Saves a training into its folder, and finds what it can go back to. */
final class RunCheckpoints {
    private final Config config;
    private final Corpus corpus;
    private final RunFolder folder;
    private final StreamingNetwork network;

    RunCheckpoints(Config config, Corpus corpus, RunFolder folder, StreamingNetwork network) {
        this.config = config;
        this.corpus = corpus;
        this.folder = folder;
        this.network = network;
    }

    /**
     * Makes the folder anew, with its small files, if somebody has deleted it under way.
     *
     * @return whether it was gone
     */
    boolean restoreFolder() throws IOException {
        return folder.restore(ConfigWriter.toYaml(config), () -> corpus.split().toJson());
    }

    /** Saves the network as it is. */
    void save(Path file, Progress progress) throws IOException {
        CheckpointWriter.write(
                new Checkpoint(
                        network, corpus.vocabulary(), ConfigWriter.toYaml(config), progress, network.trainingState()),
                file,
                true);
    }

    /**
     * Goes back to the last checkpoint or else to the best.
     *
     * @param good which is worth going back to
     * @return what it says; empty where neither can be read and is good
     */
    Optional<Progress> goBack(Predicate<Progress> good) {
        Optional<Checkpoint> found = Stream.of(folder.last(), folder.best())
                .flatMap(file -> readable(file).stream())
                .filter(checkpoint -> good.test(checkpoint.progress()))
                .findFirst();
        found.ifPresent(checkpoint -> {
            network.takeOver(checkpoint.network());
            network.restoreTrainingState(checkpoint.state());
        });
        return found.map(Checkpoint::progress);
    }

    private static Optional<Checkpoint> readable(Path file) {
        try {
            return Optional.of(CheckpointReader.read(file, true));
        } catch (UserError e) {
            return Optional.empty(); // gone or spoilt: the next may do
        }
    }
}
