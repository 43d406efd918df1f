package charrnn.tools.check;

import charrnn.config.Config;
import charrnn.config.ConfigChange;
import charrnn.config.ConfigLoader;
import charrnn.config.CorpusConfig;
import charrnn.config.Count;
import charrnn.config.UserError;
import charrnn.corpus.Corpus;
import charrnn.corpus.Split;
import charrnn.files.AtomicFile;
import charrnn.tools.check.CheckReport.FileReport;
import charrnn.tools.check.CheckReport.Resume;
import charrnn.tools.check.FileChecks.Readable;
import charrnn.train.ResumeRules;
import charrnn.train.RunFolder;
import charrnn.train.Trainer;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Checks a run's folder, file by file. */
public final class RunCheck {
    private final RunFolder folder;
    private final UnaryOperator<CorpusConfig> resolver;
    private final List<FileReport> reports = new ArrayList<>();
    private Optional<Readable> last = Optional.empty();
    private Optional<String> corpusObstacle = Optional.empty();
    private Optional<String> lostHistory = Optional.empty();

    private RunCheck(RunFolder folder, UnaryOperator<CorpusConfig> resolver) {
        this.folder = folder;
        this.resolver = resolver;
    }

    /**
     * Checks a run's folder or a checkpoint.
     *
     * @param resolver resolves a run's corpus paths on this machine
     * @throws UserError if the path does not exist, or is a folder without a run
     * @throws IOException if a file cannot be read
     */
    public static CheckReport of(Path path, UnaryOperator<CorpusConfig> resolver) throws IOException {
        if (!Files.exists(path)) {
            throw UserError.noRun(path);
        }
        if (Files.isDirectory(path)) {
            return new RunCheck(new RunFolder(path), resolver).check();
        }
        FileReport report = new FileReport(path);
        Resume resume = resume(FileChecks.checkpoint(path, report));
        return new CheckReport(path, List.of(report), Optional.empty(), resume);
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
        if (!hasSaved()) { // a run saves last.zip before the history and the other checkpoints
            folder.remains().stream()
                    .filter(file -> !file.equals(folder.best())) // alone, it may be a network that ships with charrnn
                    .findFirst()
                    .ifPresent(
                            file -> report(folder.last()).problem("is not there, but " + file.getFileName() + " is"));
        }
        for (Path file : checkpoints) {
            Optional<Readable> checkpoint = FileChecks.checkpoint(file, report(file));
            last = file.equals(folder.last()) ? checkpoint : last;
        }
        checkHistory();
        checkConfig();
        checkSplit();
        for (Path file : leftovers) {
            reportOther(file, "left by a killed process, harmless; --resume removes it");
        }
        return new CheckReport(folder.path(), reports, lostHistory, resume());
    }

    private FileReport report(Path file) {
        FileReport report = new FileReport(file);
        reports.add(report);
        return report;
    }

    private void reportOther(Path file, String note) throws IOException {
        FileReport report = report(file);
        report.size(Files.size(file));
        report.note(note);
    }

    /** The last checkpoint, then the best, then the others by name. */
    private List<Path> checkpoints() throws IOException {
        try (Stream<Path> files = Files.list(folder.path())) {
            return files.filter(file -> file.getFileName().toString().matches("[^.].*\\.zip"))
                    .sorted(Comparator.comparing((Path file) -> !file.equals(folder.last()))
                            .thenComparing(file -> !file.equals(folder.best()))
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
    }

    private void checkHistory() throws IOException {
        if (checkPresence(folder.history())) {
            Path file = folder.history();
            lostHistory = FileChecks.history(file, last.map(Readable::progress), report(file));
        }
        for (Path damaged : folder.damagedHistories()) {
            reportOther(damaged, "a damaged history, kept by --resume");
            lostHistory = lostHistory.or(() -> Optional.of("a part of its history was lost"));
        }
    }

    private void checkConfig() {
        if (checkPresence(folder.config())) {
            FileReport report = report(folder.config());
            report.summarize("the effective configuration");
            try {
                Config config = ConfigLoader.load(folder.config(), List.of());
                last.ifPresent(saved -> ConfigChange.refusals(saved.config(), config)
                        .forEach(what -> report.problem("disagrees with last.zip: " + what)));
            } catch (UserError e) {
                report.problems().addAll(e.messages());
            }
        }
    }

    private void checkSplit() throws IOException {
        if (!checkPresence(folder.split())) {
            corpusObstacle = Optional.of("there is no split.json");
            return;
        }
        FileReport report = report(folder.split());
        try {
            Split split = Split.fromJson(Files.readString(folder.split()));
            long files =
                    split.pieces().stream().map(Split.Piece::file).distinct().count();
            report.facts().put("files", files);
            String compared = last.isPresent() ? compare(last.get(), split, report) : "";
            report.summarize("%s of the corpus%s", Count.of(files, "file"), compared);
        } catch (UserError e) {
            refuseSplit(report, String.join("; ", e.messages()));
        } catch (CharacterCodingException e) {
            refuseSplit(report, "is not UTF-8 text");
        }
    }

    private void refuseSplit(FileReport report, String problem) {
        report.problem(problem);
        corpusObstacle = Optional.of(problem);
    }

    /**
     * Compares the corpus, if it is on this machine, with the split, and returns a phrase for the summary.
     *
     * @throws UserError if a file is missing or has changed
     */
    private String compare(Readable checkpoint, Split split, FileReport report) {
        CorpusConfig corpus = resolver.apply(checkpoint.config().corpus());
        Optional<String> missing = corpus.path().stream()
                .filter(path -> Files.notExists(Path.of(path)))
                .findFirst();
        if (missing.isPresent()) {
            String what = "the corpus " + missing.get() + " was not found";
            report.note(what + ", so it was not compared");
            corpusObstacle = Optional.of(what);
            return "";
        }
        Corpus loaded = Corpus.load(corpus, Optional.of(split), Optional.empty(), warning -> {});
        report.facts().put("corpusUnchanged", true);
        int updatesPerEpoch = Trainer.plan(checkpoint.config(), loaded).segmentsPerEpoch();
        ResumeRules.contradiction(checkpoint.progress(), updatesPerEpoch)
                .ifPresent(what -> report.problem("disagrees: last.zip " + what));
        return ", unchanged";
    }

    /** Whether a file exists; reports a problem if it does not although the run has saved. */
    private boolean checkPresence(Path file) {
        boolean exists = Files.exists(file);
        if (!exists && hasSaved()) {
            report(file).problem("is not there");
        }
        return exists;
    }

    private boolean hasSaved() {
        return Files.exists(folder.last());
    }

    private Resume resume() throws IOException {
        if (!hasSaved()) {
            return folder.remains().isEmpty()
                    ? new Resume(true, 0, 0, "starts from the beginning: there is no last.zip")
                    : Resume.impossible("there is no last.zip");
        }
        Resume resume = resume(last);
        return resume.possible() ? corpusObstacle.map(Resume::impossible).orElse(resume) : resume;
    }

    private static Resume resume(Optional<Readable> checkpoint) {
        return checkpoint.map(Readable::resume).orElse(Resume.impossible("the checkpoint is not sound"));
    }
}
