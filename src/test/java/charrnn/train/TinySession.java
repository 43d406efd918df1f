package charrnn.train;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.corpus.Corpus;
import charrnn.model.checkpoint.Progress;
import charrnn.model.checkpoint.Progress.Losses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A session of a network of eight cells on five small files, for tests of the parts of a training. */
public final class TinySession {
    public static final Progress.Origin ORIGIN = new Progress.Origin("0", "none", "fast", 1, "a test");

    final Config config;
    final Corpus corpus;
    final RunFolder folder;
    final Session session;
    final DivergenceDetector detector = new DivergenceDetector(64, 4);
    final Reporting reporting;

    TinySession(Path temporary, String... overrides) throws IOException {
        writeCorpus(temporary);
        config = config(temporary, overrides);
        corpus = Corpus.load(config.corpus(), warning -> {});
        folder = RunFolder.of(config);
        folder.create();
        session = Session.first(config, corpus, folder, Optional.empty(), ORIGIN);
        reporting =
                new Reporting(folder, List.of(), 10, new RunClock(config.training(), 10, 64, 0, 0, System::nanoTime));
    }

    /** The configuration of a run on the files of a folder. */
    public static Config config(Path folder, String... overrides) {
        List<String> all = new ArrayList<>(
                List.of("corpus.path=" + folder, "name=test", "checkpoints.directory=" + folder.resolve("runs")));
        all.addAll(List.of(overrides));
        return ConfigLoader.parse(
                "{model: {layers: 1, hidden: 8}, training: {batchSize: 4, sequenceLength: 16, epochs: 2}}",
                "test",
                all);
    }

    /** Writes five small C files. */
    public static void writeCorpus(Path folder) throws IOException {
        for (int file = 0; file < 5; file++) {
            Files.writeString(folder.resolve(file + ".c"), ("int f" + file + "(int a);\n").repeat(100));
        }
    }

    /** A segment of random characters. */
    public static DataSet segment(RandomGenerator random, int streams, int vocabulary, int time) {
        INDArray[] both = new INDArray[2];
        for (int i = 0; i < 2; i++) {
            both[i] = Nd4j.zeros(streams, vocabulary, time);
            for (int s = 0; s < streams; s++) {
                for (int t = 0; t < time; t++) {
                    both[i].putScalar(s, random.nextInt(vocabulary), t, 1);
                }
            }
        }
        return new DataSet(both[0], both[1]);
    }

    RunCheckpoints checkpoints() {
        return new RunCheckpoints(session, detector, reporting);
    }

    /** The progress after some updates. */
    static Progress updated(long step, int updatesPerEpoch) {
        Progress progress = Progress.none(1, ORIGIN);
        for (int i = 0; i < step; i++) {
            progress = progress.afterUpdate(updatesPerEpoch, 64, 3, progress.control());
        }
        return progress;
    }

    /** The state after updates with a loss of 3 each, and a given best validation loss, in bits per character. */
    Progress at(long step, double best) {
        Progress state = session.start();
        for (int i = 0; i < step; i++) {
            state = state.afterUpdate(1000, 64, 3, detector.afterUpdate(state.control(), 3));
        }
        return state.with(new Losses(OptionalDouble.of(best), step, OptionalDouble.empty(), OptionalDouble.empty()));
    }
}
