package charrnn.cli;

import charrnn.config.Config;
import charrnn.config.Count;
import charrnn.config.TrainingConfig;
import charrnn.corpus.Corpus;
import charrnn.lstm.NativeLibrary;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Progress;
import charrnn.train.TrainingStart;
import java.util.List;
import java.util.Locale;

/**
 * The first five lines of a training: network, parameters, corpus, device, limits. The UI prints the sixth, its
 * address.
 */
final class StartReport {
    private StartReport() {}

    static List<String> lines(Config config, Corpus corpus, TrainingStart start, Progress.Origin origin) {
        StreamingNetwork network = start.network();
        return List.of(
                "network:     " + network.shape() + ", " + network.engine(),
                "parameters:  " + String.format(Locale.ROOT, "%,d", network.numParams()),
                "corpus:      " + corpus.summary().text(),
                "device:      " + origin.cpu() + ", "
                        + (network.multipliesBfloat16() ? "products in bfloat16" : "float32") + "; native library "
                        + NativeLibrary.describe(),
                "limits:      " + limits(config.training()) + used(start.progress()));
    }

    private static String limits(TrainingConfig training) {
        return (training.epochs() == 0 ? "no epoch limit" : Count.of(training.epochs(), "epoch"))
                + ", "
                + (training.maxMinutes() == 0 ? "no time limit" : Count.of(training.maxMinutes(), "minute"))
                + ", "
                + (training.patience() == 0
                        ? "no early stopping"
                        : "early stopping after " + Count.of(training.patience(), "validation")
                                + " without a new best");
    }

    private static String used(Progress progress) {
        return progress.step() == 0
                ? ""
                : "; used so far: " + Count.of(progress.epoch(), "epoch") + ", "
                        + ProgressDisplay.time(progress.trainingSeconds());
    }
}
