package charrnn.train;

import charrnn.config.Config;
import charrnn.config.UserError;
import charrnn.files.AtomicFile;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointWriter;
import charrnn.model.checkpoint.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Repairs a run's folder before the run is resumed: removes the leftovers of a kill, and replaces a damaged history. */
public final class RunRecovery {
    private RunRecovery() {}

    /**
     * Repairs the folder; the caller holds its lock. If lines of the history are lost, this is a warning, and the number of
     * lines in the last checkpoint is corrected.
     *
     * @return the last checkpoint
     * @throws UserError if the counts of the checkpoint contradict each other or the history, or its network does not predict
     */
    public static Checkpoint recover(RunFolder folder, Checkpoint last, Config config, Consumer<String> warnings)
            throws IOException {
        ResumeRules.require(folder, ResumeRules.contradiction(last, config));
        ResumeRules.require(folder, ResumeRules.wrongPrediction(last));
        Checkpoint recovered = recoverHistory(folder, last, warnings);
        folder.tidy(last.progress().step(), config.checkpoints().keep());
        return recovered;
    }

    private static Checkpoint recoverHistory(RunFolder folder, Checkpoint last, Consumer<String> warnings)
            throws IOException {
        Progress progress = last.progress();
        long counted = progress.historyLength();
        History history = History.read(folder.history());
        List<History.Line> sound = history.ofCheckpoint(counted, progress.step());
        StringBuilder text = new StringBuilder();
        sound.forEach(line -> text.append(line.text()).append('\n'));
        long lost = counted - sound.size();
        if (lost == 0) {
            ResumeRules.require(folder, ResumeRules.contradiction(progress, sound));
            if (!sound.equals(history.lines().subList(0, sound.size()))) {
                AtomicFile.writeString(folder.history(), text.toString());
            }
            try (HistoryWriter writer = new HistoryWriter(folder.history())) {
                writer.keep(counted, progress.step());
            }
            return last;
        }
        String what = String.format(
                Locale.ROOT,
                "%,d of the %,d lines of history.jsonl up to step %,d are lost; %s",
                lost,
                counted,
                progress.step(),
                keepDamaged(folder));
        warnings.accept("warning: " + what);
        text.append(Reporting.line(progress.step(), progress.epoch(), progress.chars(), progress.trainingSeconds())
                        .put("event", what)
                        .put("lostLines", lost))
                .append('\n');
        AtomicFile.writeString(folder.history(), text.toString());
        Checkpoint recounted = last.withProgress(progress.at(progress.trainingSeconds(), sound.size() + 1L));
        CheckpointWriter.write(recounted, folder.last());
        return recounted;
    }

    /** Copies the damaged history to an unused name and returns a phrase for the warning. */
    private static String keepDamaged(RunFolder folder) throws IOException {
        if (Files.notExists(folder.history())) {
            return "the file was missing";
        }
        Path kept = folder.freeDamagedHistory();
        AtomicFile.write(kept, out -> Files.copy(folder.history(), out));
        return "the damaged file is kept as " + kept.getFileName();
    }
}
