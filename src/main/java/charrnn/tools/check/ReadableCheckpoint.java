package charrnn.tools.check;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.config.UserError;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.Progress;
import charrnn.tools.check.CheckReport.FileReport;
import charrnn.tools.check.CheckReport.Resume;
import charrnn.train.ResumeRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a readable checkpoint that other checks use.
 *
 * @param progress the state of the training
 * @param config the run's configuration
 * @param resumable whether it has the updater state, or needs none
 * @param contradiction a contradiction within the checkpoint; empty if there is none
 */
record ReadableCheckpoint(Progress progress, Config config, boolean resumable, Optional<String> contradiction) {
    private static final Pattern STEP = Pattern.compile("step-(\\d{1,18})_val-.*");

    /**
     * Checks a checkpoint: reads all of it and computes predictions.
     *
     * @param report receives the findings
     * @return empty if it cannot be read or does not predict
     */
    static Optional<ReadableCheckpoint> read(Path file, FileReport report) throws IOException {
        long bytes = Files.size(file);
        report.facts().put("bytes", bytes);
        try {
            ReadableCheckpoint checkpoint = readWhole(file);
            checkpoint.describe(report);
            report.summary().append(size(bytes));
            return Optional.of(checkpoint);
        } catch (UserError e) {
            e.messages().forEach(message -> report.problems().add(withoutName(message, file)));
            report.summary().append(size(bytes));
            return Optional.empty();
        }
    }

    private static ReadableCheckpoint readWhole(Path file) {
        boolean resumable = CheckpointReader.summary(file).resumable();
        Checkpoint checkpoint = CheckpointReader.read(file, resumable);
        Config config = ConfigLoader.parse(checkpoint.configYaml(), "its configuration", List.of());
        ResumeRules.wrongPrediction(checkpoint).ifPresent(what -> {
            throw new UserError(what);
        });
        return new ReadableCheckpoint(
                checkpoint.progress(), config, resumable, ResumeRules.contradiction(checkpoint, config));
    }

    private void describe(FileReport report) {
        long step = progress.step();
        OptionalDouble validation = progress.scores().lastValidationBpc();
        report.facts().put("step", step);
        report.facts().put("epoch", progress.epoch());
        validation.ifPresent(bpc -> report.facts().put("validationBpc", bpc));
        progress.scores().bestValidationBpc().ifPresent(bpc -> report.facts().put("bestValidationBpc", bpc));
        report.facts().put("updaterState", resumable);
        if (!resumable) {
            report.notes().add("has no updater state: it can be sampled and evaluated, but not resumed");
        }
        Matcher named = STEP.matcher(report.file());
        if (named.matches() && Long.parseLong(named.group(1)) != step) {
            report.problems().add("was saved at step " + step + ", which is not the step in its name");
        }
        contradiction.ifPresent(report.problems()::add);
        report.summary().append(String.format(Locale.ROOT, "step %,d, epoch %d, ", step, progress.epoch()));
        validation.ifPresent(bpc -> report.summary().append(String.format(Locale.ROOT, "validation %.3f bpc, ", bpc)));
    }

    static String size(long bytes) {
        return String.format(Locale.ROOT, "%,d bytes", bytes);
    }

    private static String withoutName(String message, Path file) {
        String name = file + " ";
        return message.startsWith(name) ? message.substring(name.length()) : message;
    }

    /** The outcome of a {@code --resume} from this checkpoint. */
    Resume resume() {
        if (contradiction.isPresent()) {
            return Resume.impossible("the checkpoint " + contradiction.get());
        }
        if (!resumable) {
            return Resume.impossible("the checkpoint has no updater state");
        }
        String text = String.format(Locale.ROOT, "goes on from step %,d, epoch %d", progress.step(), progress.epoch());
        return new Resume(true, progress.step(), progress.epoch(), text);
    }
}
