package charrnn.tools.check;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.config.UserError;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.Progress;
import charrnn.tools.check.CheckReport.FileReport;
import charrnn.tools.check.CheckReport.Findings;
import charrnn.train.ResumeRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks a checkpoint, which is read whole.
 *
 * @param report the findings
 * @param content its content; empty where it is not sound
 */
record CheckpointCheck(FileReport report, Optional<Content> content) {
    private static final Pattern STEP = Pattern.compile("step-(\\d{1,18})_val-.*");

    /**
     * The parts of a sound checkpoint that other checks use.
     *
     * @param progress how far the run has come
     * @param config the run's configuration
     * @param resumable whether it has the update rule's state, where the rule has one
     * @param contradiction a contradiction within the checkpoint; empty where there is none
     */
    record Content(Progress progress, Config config, boolean resumable, Optional<String> contradiction) {}

    static CheckpointCheck of(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        Findings findings = new Findings(name);
        long bytes = Files.size(file);
        findings.fact("bytes", bytes);
        try {
            Content content = read(file);
            addFacts(findings, content);
            checkName(findings, name, content.progress().step());
            content.contradiction().ifPresent(findings::problem);
            return new CheckpointCheck(findings.report(summary(content.progress(), bytes)), Optional.of(content));
        } catch (UserError e) {
            e.messages().forEach(message -> findings.problem(withoutName(message, file)));
            return new CheckpointCheck(findings.report(size(bytes)), Optional.empty());
        }
    }

    private static Content read(Path file) {
        boolean resumable = CheckpointReader.updaterState(file) != CheckpointReader.UpdaterState.ABSENT;
        Checkpoint checkpoint = CheckpointReader.read(file, resumable);
        Config config = ConfigLoader.parse(checkpoint.configYaml(), "its configuration", List.of());
        ResumeRules.wrongPrediction(checkpoint).ifPresent(what -> {
            throw new UserError(what);
        });
        return new Content(checkpoint.progress(), config, resumable, ResumeRules.contradiction(checkpoint, config));
    }

    private static void addFacts(Findings findings, Content content) {
        Progress progress = content.progress();
        findings.fact("step", progress.step());
        findings.fact("epoch", progress.epoch());
        findings.fact("validationBpc", progress.scores().lastValidationBpc());
        findings.fact("bestValidationBpc", progress.scores().bestValidationBpc());
        findings.fact("updaterState", content.resumable());
        if (!content.resumable()) {
            findings.note("has no updater state: it can be sampled and evaluated, but not resumed");
        }
    }

    private static void checkName(Findings findings, String name, long step) {
        Matcher named = STEP.matcher(name);
        if (named.matches() && Long.parseLong(named.group(1)) != step) {
            findings.problem("is of step " + step);
        }
    }

    private static String summary(Progress progress, long bytes) {
        String validation = progress.scores().lastValidationBpc().isPresent()
                ? String.format(
                        Locale.ROOT,
                        ", validation %.3f bpc",
                        progress.scores().lastValidationBpc().getAsDouble())
                : "";
        return String.format(Locale.ROOT, "step %,d, epoch %d%s, ", progress.step(), progress.epoch(), validation)
                + size(bytes);
    }

    static String size(long bytes) {
        return String.format(Locale.ROOT, "%,d bytes", bytes);
    }

    private static String withoutName(String message, Path file) {
        String name = file + " ";
        return message.startsWith(name) ? message.substring(name.length()) : message;
    }
}
