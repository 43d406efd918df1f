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

/** The parts of a readable checkpoint that other checks use, and the outcome of a {@code --resume} from it. */
record ReadableCheckpoint(Progress progress, Config config, Resume resume) {
    private static final Pattern STEP = Pattern.compile("step-(\\d{1,18})_val-.*");

    /** Reads all of a checkpoint and computes predictions; empty if it cannot be read or does not predict. */
    static Optional<ReadableCheckpoint> read(Path file, FileReport report) throws IOException {
        Optional<ReadableCheckpoint> checkpoint = Optional.empty();
        try {
            checkpoint = Optional.of(readWhole(file, report));
        } catch (UserError e) {
            Pattern name = Pattern.compile("^" + Pattern.quote(file + " "));
            e.messages().forEach(it -> report.problems().add(name.matcher(it).replaceFirst("")));
        }
        report.size(Files.size(file));
        return checkpoint;
    }

    private static ReadableCheckpoint readWhole(Path file, FileReport report) {
        boolean resumable = CheckpointReader.summary(file).resumable();
        Checkpoint checkpoint = CheckpointReader.read(file, resumable);
        Config config = ConfigLoader.parse(checkpoint.configYaml(), "its configuration", List.of());
        ResumeRules.wrongPrediction(checkpoint).ifPresent(what -> {
            throw new UserError(what);
        });
        describe(checkpoint.progress(), report);
        report.facts().put("updaterState", resumable);
        if (!resumable) {
            report.notes().add("has no updater state: it can be sampled and evaluated, but not resumed");
        }
        Optional<String> contradiction = ResumeRules.contradiction(checkpoint, config);
        contradiction.ifPresent(report.problems()::add);
        Resume resume = contradiction
                .or(() -> resumable ? Optional.empty() : Optional.of("has no updater state"))
                .map(what -> Resume.impossible("the checkpoint " + what))
                .orElse(possible(checkpoint.progress()));
        return new ReadableCheckpoint(checkpoint.progress(), config, resume);
    }

    private static void describe(Progress progress, FileReport report) {
        long step = progress.step();
        OptionalDouble validation = progress.scores().lastValidationBpc();
        report.facts().put("step", step);
        report.facts().put("epoch", progress.epoch());
        validation.ifPresent(bpc -> report.facts().put("validationBpc", bpc));
        progress.scores().bestValidationBpc().ifPresent(bpc -> report.facts().put("bestValidationBpc", bpc));
        Matcher named = STEP.matcher(report.file());
        if (named.matches() && Long.parseLong(named.group(1)) != step) {
            report.problems().add("was saved at step " + step + ", which is not the step in its name");
        }
        report.summarize("step %,d, epoch %d, ", step, progress.epoch());
        validation.ifPresent(bpc -> report.summarize("validation %.3f bpc, ", bpc));
    }

    private static Resume possible(Progress progress) {
        String text = String.format(Locale.ROOT, "goes on from step %,d, epoch %d", progress.step(), progress.epoch());
        return new Resume(true, progress.step(), progress.epoch(), text);
    }
}
