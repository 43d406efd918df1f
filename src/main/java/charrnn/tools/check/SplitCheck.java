package charrnn.tools.check;

import charrnn.config.CorpusConfig;
import charrnn.config.Count;
import charrnn.config.TrainingConfig;
import charrnn.config.UserError;
import charrnn.corpus.Corpus;
import charrnn.corpus.EncodedText;
import charrnn.corpus.Split;
import charrnn.pipeline.StreamPlan;
import charrnn.tools.check.CheckReport.FileReport;
import charrnn.tools.check.CheckpointCheck.Content;
import charrnn.train.ResumeRules;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * {@code split.json}, and the files of the corpus that it names, where they can be reached.
 *
 * @param report what was found
 * @param obstacle why the run's texts cannot be made again; empty where they can
 */
record SplitCheck(FileReport report, Optional<String> obstacle) {

    /**
     * Checks the file and, where there is a checkpoint, the corpus.
     *
     * @param last the newest checkpoint; empty to leave the corpus alone
     * @param places resolves the run's corpus paths on this machine
     */
    static SplitCheck of(Path file, Optional<Content> last, UnaryOperator<CorpusConfig> places) throws IOException {
        Optional<CorpusConfig> corpus =
                last.map(content -> places.apply(content.config().corpus()));
        Findings findings = new Findings(String.valueOf(file.getFileName()));
        try {
            Split split = Split.fromJson(Files.readString(file));
            long files =
                    split.pieces().stream().map(Split.Piece::file).distinct().count();
            findings.fact("files", files);
            Optional<String> missing = corpus.flatMap(SplitCheck::missing);
            missing.ifPresent(path ->
                    findings.note("the corpus " + path + " is not to be found from here, so it was not" + " compared"));
            String unchanged =
                    corpus.isPresent() && missing.isEmpty() ? compared(corpus.get(), split, last.get(), findings) : "";
            return new SplitCheck(
                    findings.report(Count.of(files, "file") + " of the corpus" + unchanged),
                    missing.map(path -> "the corpus " + path + " is not to be found from here"));
        } catch (UserError e) {
            return unsound(findings, String.join("; ", e.messages()));
        } catch (CharacterCodingException e) {
            return unsound(findings, "is not UTF-8 text");
        }
    }

    private static SplitCheck unsound(Findings findings, String problem) {
        findings.problem(problem);
        return new SplitCheck(findings.report(""), Optional.of(problem));
    }

    private static Optional<String> missing(CorpusConfig corpus) {
        return corpus.path().stream()
                .filter(path -> Files.notExists(Path.of(path)))
                .findFirst();
    }

    /** @throws UserError if a file is missing or has changed */
    private static String compared(CorpusConfig corpus, Split split, Content last, Findings findings) {
        EncodedText text = Corpus.load(corpus, split, warning -> {}).train();
        findings.fact("corpusUnchanged", true);
        TrainingConfig training = last.config().training();
        StreamPlan plan = new StreamPlan(text, training.batchSize(), training.sequenceLength(), training.seed());
        ResumeRules.contradiction(last.progress(), plan.segmentsPerEpoch())
                .ifPresent(what -> findings.problem("disagrees: last.zip " + what));
        return ", unchanged";
    }
}
