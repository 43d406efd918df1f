package charrnn.tools.check;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.config.Count;
import charrnn.config.UserError;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.Progress;
import charrnn.tools.check.CheckReport.FileReport;
import charrnn.tools.check.CheckReport.Resume;
import charrnn.train.History;
import charrnn.train.History.Line;
import charrnn.train.ResumeRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Checks single files: a checkpoint, or {@code history.jsonl}, which must agree with {@code last.zip}. */
final class FileChecks {
    private static final String RESUMED_WITHOUT = "; --resume keeps the damaged file and goes on without the ";

    private FileChecks() {}

    /** The parts of a readable checkpoint that other checks use, and the outcome of a {@code --resume} from it. */
    record Readable(Progress progress, Config config, Resume resume) {}

    /** Reads all of a checkpoint and computes predictions; empty if it cannot be read or does not predict. */
    static Optional<Readable> checkpoint(Path file, FileReport report) throws IOException {
        Optional<Readable> checkpoint = Optional.empty();
        try {
            checkpoint = Optional.of(readWhole(file, report));
        } catch (UserError e) {
            String name = file + " ";
            e.messages().forEach(it -> report.problem(it.startsWith(name) ? it.substring(name.length()) : it));
        }
        report.size(Files.size(file));
        return checkpoint;
    }

    private static Readable readWhole(Path file, FileReport report) {
        boolean resumable = CheckpointReader.summary(file).resumable();
        Checkpoint checkpoint = CheckpointReader.read(file, resumable);
        Config config = ConfigLoader.parse(checkpoint.configYaml(), "its configuration", List.of());
        ResumeRules.wrongPrediction(checkpoint).ifPresent(what -> {
            throw new UserError(what);
        });
        Progress progress = checkpoint.progress();
        describe(progress, report);
        report.facts().put("updaterState", resumable);
        if (!resumable) {
            report.note("has no updater state: it can be sampled and evaluated, but not resumed");
        }
        Optional<String> contradiction = ResumeRules.contradiction(checkpoint, config);
        contradiction.ifPresent(report::problem);
        String text = String.format(Locale.ROOT, "goes on from step %,d, epoch %d", progress.step(), progress.epoch());
        Resume resume = contradiction
                .or(() -> resumable ? Optional.empty() : Optional.of("has no updater state"))
                .map(what -> Resume.impossible("the checkpoint " + what))
                .orElse(new Resume(true, progress.step(), progress.epoch(), text));
        return new Readable(progress, config, resume);
    }

    private static void describe(Progress progress, FileReport report) {
        long step = progress.step();
        OptionalDouble validation = progress.scores().lastValidationBpc();
        report.facts().put("step", step);
        report.facts().put("epoch", progress.epoch());
        validation.ifPresent(bpc -> report.facts().put("validationBpc", bpc));
        progress.scores().bestValidationBpc().ifPresent(bpc -> report.facts().put("bestValidationBpc", bpc));
        String name = report.file();
        if (name.matches("step-\\d{1,18}_val-.*") && Long.parseLong(name.substring(5, name.indexOf('_'))) != step) {
            report.problem("was saved at step " + step + ", which is not the step in its name");
        }
        report.summarize("step %,d, epoch %d, ", step, progress.epoch());
        validation.ifPresent(bpc -> report.summarize("validation %.3f bpc, ", bpc));
    }

    /**
     * Checks a history, and returns the lost lines that it records, as a phrase.
     *
     * @param last progress of {@code last.zip}; empty if it cannot be read
     */
    static Optional<String> history(Path file, Optional<Progress> last, FileReport report) throws IOException {
        History history = History.read(file);
        List<Line> lines = history.lines();
        report.facts().put("lines", lines.size());
        report.summarize("%s", Count.of(lines.size(), "line"));
        List<Line> withStep = lines.stream().filter(line -> line.step() >= 0).toList();
        if (!withStep.isEmpty()) {
            long begin = withStep.get(0).step();
            long end = withStep.get(withStep.size() - 1).step();
            report.facts().put("firstStep", begin);
            report.facts().put("lastStep", end);
            report.summarize(", steps %,d to %,d", begin, end);
        }
        if (history.unfinished().isPresent()) {
            report.note("its last line is cut off, as by a kill; --resume removes it");
        }
        reportFirstFault(lines, last.map(Progress::historyLength).orElse(0L), report);
        last.ifPresent(progress -> compare(history, progress, report));
        return lostLines(lines, report);
    }

    /** Reports the first faulty line only, since many may follow. */
    private static void reportFirstFault(List<Line> lines, long counted, FileReport report) {
        for (int i = 0; i < lines.size(); i++) {
            Optional<String> fault = lines.get(i).fault();
            if (fault.isPresent()) {
                String what = "line " + (i + 1) + " " + fault.get();
                if (i < counted) {
                    report.problem(what + RESUMED_WITHOUT + "line");
                } else {
                    report.note(what + "; --resume removes it");
                }
                return;
            }
        }
    }

    private static void compare(History history, Progress last, FileReport report) {
        List<Line> lines = history.lines();
        long counted = last.historyLength();
        List<Line> sound = history.ofCheckpoint(counted, last.step());
        report.facts().put("countedLines", counted);
        String lost = ", but last.zip counts " + counted + RESUMED_WITHOUT + "lost lines";
        if (lines.size() < counted) {
            report.problem("has " + Count.of(lines.size(), "line") + lost);
        } else if (sound.size() == counted) {
            ResumeRules.contradiction(last, sound).ifPresent(what -> report.problem("disagrees: last.zip " + what));
        } else if (lines.stream().limit(counted).allMatch(line -> line.fault().isEmpty())) {
            report.problem("has only " + Count.of(sound.size(), "line") + " up to step " + last.step() + lost);
        }
        if (lines.size() > counted) {
            String newer = Count.of(lines.size() - counted, "line");
            report.note(newer + " newer than last.zip; --resume removes them and repeats those steps");
        }
    }

    private static Optional<String> lostLines(List<Line> lines, FileReport report) {
        long lost = lines.stream().mapToLong(Line::lost).sum();
        Optional<String> step = lines.stream()
                .filter(line -> line.lost() > 0)
                .reduce((earlier, later) -> later)
                .map(line -> String.format(Locale.ROOT, "%,d", line.step()));
        step.ifPresent(before -> {
            report.facts().put("lostLines", lost);
            report.note("lost before step " + before + ": " + Count.of(lost, "line"));
        });
        return step.map(before -> "history before step " + before + " was lost");
    }
}
