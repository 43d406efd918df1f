package charrnn.train;

import charrnn.config.Config;
import charrnn.config.UserError;
import charrnn.files.AtomicFile;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointWriter;
import charrnn.model.checkpoint.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Repairs a run's folder before the run is resumed: removes what a kill has left, and replaces a damaged history. */
public final class RunRecovery {
    private final RunFolder folder;
    private final Checkpoint last;
    private final Consumer<String> warnings;

    private RunRecovery(RunFolder folder, Checkpoint last, Consumer<String> warnings) {
        this.folder = folder;
        this.last = last;
        this.warnings = warnings;
    }

    /**
     * Repairs the folder; the caller holds its lock.
     *
     * @param last the run's last checkpoint
     * @param config configuration of the resumed run
     * @param warnings takes a line for each loss
     * @return the last checkpoint, with another count of lines if some of the history was lost
     * @throws UserError if the counts of the checkpoint contradict each other or the history, or its network does not predict
     */
    public static Checkpoint recover(RunFolder folder, Checkpoint last, Config config, Consumer<String> warnings)
            throws IOException {
        ResumeRules.require(folder, ResumeRules.contradiction(last, config));
        ResumeRules.require(folder, NetworkTrial.failure(last));
        Checkpoint recovered = new RunRecovery(folder, last, warnings).recoverHistory();
        folder.tidy(last.progress().step(), config.checkpoints().keep());
        return recovered;
    }

    private Checkpoint recoverHistory() throws IOException {
        Progress progress = last.progress();
        List<History.Line> whole =
                History.read(folder.history()).ofCheckpoint(progress.historyLength(), progress.step());
        long lost = progress.historyLength() - whole.size();
        if (lost == 0) {
            try (HistoryWriter history = new HistoryWriter(folder.history())) {
                history.keep(progress.historyLength(), progress.step());
            }
            ResumeRules.require(folder, ResumeRules.contradiction(progress, whole));
            return last;
        }
        String what = String.format(
                Locale.ROOT,
                "%,d of the %,d lines of history.jsonl up to step %,d are lost; %s",
                lost,
                progress.historyLength(),
                progress.step(),
                keepDamaged());
        warnings.accept("warning: " + what);
        write(
                whole,
                Reporting.line(progress.step(), progress.epoch(), progress.chars(), progress.trainingSeconds())
                        .put("event", what)
                        .put("lostLines", lost)
                        .toString());
        Checkpoint counted = last.withProgress(progress.at(progress.trainingSeconds(), whole.size() + 1L));
        CheckpointWriter.write(counted, folder.last(), true);
        return counted;
    }

    /** Copies the damaged history to an unused name; returns a phrase for the warning. */
    private String keepDamaged() throws IOException {
        if (Files.notExists(folder.history())) {
            return "the file was missing";
        }
        Path kept = folder.freeDamagedHistory();
        AtomicFile.write(kept, out -> Files.copy(folder.history(), out));
        return "the damaged file is kept as " + kept.getFileName();
    }

    private void write(List<History.Line> lines, String event) throws IOException {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.text()).append('\n'));
        text.append(event).append('\n');
        AtomicFile.write(folder.history(), out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
