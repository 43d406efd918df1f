package charrnn.tools.check;

import charrnn.config.Config;
import charrnn.config.ConfigChange;
import charrnn.config.ConfigLoader;
import charrnn.config.CorpusConfig;
import charrnn.config.Count;
import charrnn.config.TrainingConfig;
import charrnn.config.UserError;
import charrnn.corpus.Corpus;
import charrnn.corpus.EncodedText;
import charrnn.corpus.Split;
import charrnn.files.AtomicFile;
import charrnn.pipeline.StreamPlan;
import charrnn.tools.check.CheckReport.FileReport;
import charrnn.tools.check.CheckReport.Findings;
import charrnn.tools.check.CheckReport.Resume;
import charrnn.tools.check.CheckpointCheck.Content;
import charrnn.train.ResumeRules;
import charrnn.train.RunFolder;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
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
    private final UnaryOperator<CorpusConfig> resolver;
    private final List<FileReport> reports = new ArrayList<>();
    private Optional<Content> last = Optional.empty();
    private Optional<String> corpusObstacle = Optional.empty();
    private Optional<String> loss = Optional.empty();

    private RunCheck(RunFolder folder, UnaryOperator<CorpusConfig> resolver) {
        this.folder = folder;
        this.resolver = resolver;
    }

    /**
     * Checks a run's folder or a checkpoint.
     *
     * @param resolver resolves a run's corpus paths on this machine
     * @throws UserError if there is neither
     * @throws IOException if a file cannot be read
     */
    public static CheckReport of(Path path, UnaryOperator<CorpusConfig> resolver) throws IOException {
        if (!Files.exists(path)) {
            throw UserError.noRun(path);
        }
        return Files.isDirectory(path) ? new RunCheck(new RunFolder(path), resolver).check() : checkpoint(path);
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
            missingLast();
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

    /** A run saves first of all, so any other file shows that its last checkpoint existed. */
    private void missingLast() throws IOException {
        List<Path> remains = folder.remains();
        remains.remove(folder.best()); // alone, it may be a network that ships
        if (!remains.isEmpty()) {
            Findings findings = new Findings(String.valueOf(folder.last().getFileName()));
            findings.problem("is not there, but " + remains.get(0).getFileName() + " is");
            reports.add(0, findings.report(""));
        }
    }

    private void history() throws IOException {
        if (isPresent(folder.history())) {
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
        if (isPresent(folder.config())) {
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
        if (!isPresent(folder.split())) {
            corpusObstacle = Optional.of("there is no split.json");
            return;
        }
        Optional<CorpusConfig> corpus =
                last.map(content -> resolver.apply(content.config().corpus()));
        Findings findings = new Findings(String.valueOf(folder.split().getFileName()));
        String summary = "";
        try {
            Split split = Split.fromJson(Files.readString(folder.split()));
            long files =
                    split.pieces().stream().map(Split.Piece::file).distinct().count();
            findings.fact("files", files);
            String compared = corpus.isPresent() ? compare(corpus.get(), split, last.get(), findings) : "";
            summary = Count.of(files, "file") + " of the corpus" + compared;
        } catch (UserError e) {
            corpusIsUnsound(findings, String.join("; ", e.messages()));
        } catch (CharacterCodingException e) {
            corpusIsUnsound(findings, "is not UTF-8 text");
        }
        reports.add(findings.report(summary));
    }

    private void corpusIsUnsound(Findings findings, String problem) {
        findings.problem(problem);
        corpusObstacle = Optional.of(problem);
    }

    /**
     * Compares the files of the corpus with the split, where they can be reached.
     *
     * @return the outcome, a phrase for the summary
     * @throws UserError if a file is missing or has changed
     */
    private String compare(CorpusConfig corpus, Split split, Content checkpoint, Findings findings) {
        Optional<String> missing = corpus.path().stream()
                .filter(path -> Files.notExists(Path.of(path)))
                .findFirst();
        if (missing.isPresent()) {
            String what = "the corpus " + missing.get() + " is not to be found from here";
            findings.note(what + ", so it was not compared");
            corpusObstacle = Optional.of(what);
            return "";
        }
        EncodedText text = Corpus.load(corpus, split, warning -> {}).train();
        findings.fact("corpusUnchanged", true);
        TrainingConfig training = checkpoint.config().training();
        StreamPlan plan = new StreamPlan(text, training.batchSize(), training.sequenceLength(), training.seed());
        ResumeRules.contradiction(checkpoint.progress(), plan.segmentsPerEpoch())
                .ifPresent(what -> findings.problem("disagrees: last.zip " + what));
        return ", unchanged";
    }

    /** Whether a file exists; where it does not although the run has saved, reports that. */
    private boolean isPresent(Path file) {
        boolean exists = Files.exists(file);
        if (!exists && hasSaved()) {
            Findings findings = new Findings(String.valueOf(file.getFileName()));
            findings.problem("is not there");
            reports.add(findings.report(""));
        }
        return exists;
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
                    ? new Resume(true, 0, 0, "starts from the beginning: there is no last.zip")
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
