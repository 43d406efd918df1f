package charrnn.tools.check;

import charrnn.config.Config;
import charrnn.config.ConfigChange;
import charrnn.config.ConfigLoader;
import charrnn.config.CorpusConfig;
import charrnn.config.UserError;
import charrnn.files.AtomicFile;
import charrnn.tools.check.CheckReport.FileReport;
import charrnn.tools.check.CheckReport.Resume;
import charrnn.tools.check.CheckpointCheck.Content;
import charrnn.train.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Checks a run's folder, file by file. */
public final class RunCheck {
    private final RunFolder folder;
    private final UnaryOperator<CorpusConfig> places;
    private final List<FileReport> reports = new ArrayList<>();
    private Optional<Content> last = Optional.empty();
    private Optional<String> corpusObstacle = Optional.empty();
    private Optional<String> loss = Optional.empty();

    private RunCheck(RunFolder folder, UnaryOperator<CorpusConfig> places) {
        this.folder = folder;
        this.places = places;
    }

    /**
     * Checks a run's folder or a checkpoint.
     *
     * @param places turns a run's corpus paths into those to look for here
     * @throws UserError if there is neither
     * @throws IOException if a file cannot be read
     */
    public static CheckReport of(Path path, UnaryOperator<CorpusConfig> places) throws IOException {
        if (!Files.exists(path)) {
            throw UserError.noRun(path);
        }
        return Files.isDirectory(path) ? new RunCheck(new RunFolder(path), places).check() : checkpoint(path);
    }

    private static CheckReport checkpoint(Path file) throws IOException {
        CheckpointCheck check = CheckpointCheck.of(file);
        return new CheckReport(file, List.of(check.report()), Optional.empty(), resume(check.content()));
    }

    private CheckReport check() throws IOException {
        List<Path> checkpoints = checkpoints();
        List<Path> leftovers = AtomicFile.leftovers(folder.path());
        if (checkpoints.isEmpty()
                && leftovers.isEmpty()
                && Stream.of(folder.history(), folder.config(), folder.split()).noneMatch(Files::exists)) {
            throw new UserError(folder.path() + " holds no run: it has neither a checkpoint nor a history.jsonl,"
                    + " config.yaml or split.json");
        }
        for (Path file : checkpoints) {
            checkpointOfRun(file);
        }
        if (!hasSaved()) {
            remains();
        }
        history();
        config();
        split();
        for (Path file : leftovers) {
            leftover(file);
        }
        return new CheckReport(folder.path(), List.copyOf(reports), loss, resume());
    }

    /** The newest first, the best next, then those with a step in their name. */
    private List<Path> checkpoints() throws IOException {
        try (Stream<Path> files = Files.list(folder.path())) {
            return files.filter(file -> file.getFileName().toString().matches("[^.].*\\.zip"))
                    .sorted(Comparator.comparing((Path file) -> !file.equals(folder.last()))
                            .thenComparing(file -> !file.equals(folder.best()))
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
    }

    private void checkpointOfRun(Path file) throws IOException {
        CheckpointCheck check = CheckpointCheck.of(file);
        reports.add(check.report());
        if (file.equals(folder.last())) {
            last = check.content();
        }
    }

    /** A run saves before it does anything else: what else it has left tells that its last checkpoint was there. */
    private void remains() throws IOException {
        List<Path> remains = folder.remains();
        remains.remove(folder.best()); // alone, it may be a network that ships
        if (!remains.isEmpty()) {
            Findings findings = new Findings(String.valueOf(folder.last().getFileName()));
            findings.problem("is not there, but " + remains.get(0).getFileName() + " is");
            reports.add(0, findings.report(""));
        }
    }

    private void history() throws IOException {
        if (isThere(folder.history())) {
            HistoryCheck check = HistoryCheck.of(folder.history(), last.map(Content::progress));
            reports.add(check.report());
            check.lost()
                    .ifPresent(step ->
                            loss = Optional.of(String.format(Locale.ROOT, "history before step %,d was lost", step)));
        }
        for (Path damaged : folder.damagedHistories()) {
            Findings findings = new Findings(String.valueOf(damaged.getFileName()));
            findings.note("the history as --resume found it, with lines missing");
            reports.add(findings.report(CheckpointCheck.size(Files.size(damaged))));
            loss = loss.or(() -> Optional.of("a part of its history was lost"));
        }
    }

    private void config() {
        if (isThere(folder.config())) {
            Findings findings = new Findings(String.valueOf(folder.config().getFileName()));
            try {
                Config config = ConfigLoader.load(folder.config(), List.of());
                last.map(saved -> ConfigChange.refusals(saved.config(), config))
                        .ifPresent(refusals ->
                                refusals.forEach(what -> findings.problem("disagrees with last.zip: " + what)));
            } catch (UserError e) {
                e.messages().forEach(findings::problem);
            }
            reports.add(findings.report("the effective configuration"));
        }
    }

    private void split() throws IOException {
        if (isThere(folder.split())) {
            SplitCheck check = SplitCheck.of(folder.split(), last, places);
            reports.add(check.report());
            corpusObstacle = check.obstacle();
        } else {
            corpusObstacle = Optional.of("there is no split.json");
        }
    }

    /** Whether a file is there that every run has once it has saved; if it should be and is not, reports that. */
    private boolean isThere(Path file) {
        boolean there = Files.exists(file);
        if (!there && hasSaved()) {
            Findings findings = new Findings(String.valueOf(file.getFileName()));
            findings.problem("is not there");
            reports.add(findings.report(""));
        }
        return there;
    }

    private boolean hasSaved() {
        return Files.exists(folder.last());
    }

    private void leftover(Path file) throws IOException {
        Findings findings = new Findings(String.valueOf(file.getFileName()));
        long bytes = Files.size(file);
        findings.fact("bytes", bytes);
        findings.note("left by a killed process, harmless; --resume removes it");
        reports.add(findings.report(CheckpointCheck.size(bytes)));
    }

    private Resume resume() throws IOException {
        if (!hasSaved()) {
            return folder.remains().isEmpty()
                    ? new Resume(true, 0, 0, "begins anew: there is no last.zip")
                    : Resume.impossible("there is no last.zip");
        }
        Resume resume = resume(last);
        return resume.possible() && corpusObstacle.isPresent() ? Resume.impossible(corpusObstacle.get()) : resume;
    }

    private static Resume resume(Optional<Content> checkpoint) {
        if (checkpoint.isEmpty()) {
            return Resume.impossible("the checkpoint is not sound");
        }
        Content content = checkpoint.get();
        if (content.contradiction().isPresent()) {
            return Resume.impossible("the checkpoint " + content.contradiction().get());
        }
        if (!content.resumable()) {
            return Resume.impossible("the checkpoint has no updater state");
        }
        long step = content.progress().step();
        int epoch = content.progress().epoch();
        return new Resume(
                true, step, epoch, String.format(Locale.ROOT, "goes on from step %,d, epoch %d", step, epoch));
    }
}
