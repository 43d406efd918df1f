package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.CheckpointWriter;
import charrnn.model.checkpoint.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real run whose folder was damaged: what {@code --resume} repairs or refuses, and what {@code check} reports. */
class RecoveredRunTest {
    @TempDir
    private static Path shared;

    private static Path corpus;
    private static Path config;

    @TempDir
    private Path folder;

    private Path run;

    @BeforeAll
    static void trainOnce() throws IOException {
        corpus = Files.createDirectory(shared.resolve("corpus"));
        for (int file = 0; file < 6; file++) {
            Files.writeString(corpus.resolve(file + ".c"), ("int f" + file + "(void);\n").repeat(100));
        }
        config = Files.writeString(shared.resolve("tiny.yaml"), "");
        Program training = train(shared.resolve("runs"), "training.epochs=3");
        assertThat(training.exitCode()).as(training.err()).isZero();
    }

    private static Program train(Path runs, String... settings) {
        List<String> more = new ArrayList<>(List.of("--resume"));
        Stream.concat(Stream.of("training.reportEverySteps=5", "checkpoints.keep=2"), Stream.of(settings))
                .forEach(setting -> more.addAll(List.of("--set", setting)));
        return Program.run(Program.tinyTraining(config, corpus, runs, more.toArray(String[]::new)));
    }

    @BeforeEach
    void copyRun() throws IOException {
        run = Files.createDirectory(folder.resolve("runs")).resolve("tiny");
        PathUtils.copyDirectory(shared.resolve("runs/tiny"), run);
    }

    /** Resumes the run with its own limits, which it has reached. */
    private Program resume() {
        return train(folder.resolve("runs"), "training.epochs=3");
    }

    private Program goOn() {
        return train(folder.resolve("runs"), "training.epochs=4");
    }

    private Program check() {
        return Program.run("check", run.toString());
    }

    private Path history() {
        return run.resolve("history.jsonl");
    }

    private Path last() {
        return run.resolve("last.zip");
    }

    private List<String> steps() throws IOException {
        try (Stream<Path> files = Files.list(run)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("step-"))
                    .sorted()
                    .toList();
        }
    }

    private void rewrite(Path file, UnaryOperator<Progress> change) throws IOException {
        Checkpoint checkpoint = CheckpointReader.read(file, true);
        CheckpointWriter.write(checkpoint.withProgress(change.apply(checkpoint.progress())), file);
    }

    @Test
    void aStepFileLeftByAKillIsRemovedFromAFinishedRun() throws IOException {
        List<String> kept = steps();
        assertThat(kept).hasSize(2);
        Files.copy(last(), run.resolve("step-00000001_val-1.000.zip"));
        Files.writeString(run.resolve(".last.zip.tmp-999999999"), "half");
        Program resumed = resume();
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(steps()).isEqualTo(kept);
        assertThat(run.resolve(".last.zip.tmp-999999999")).doesNotExist();
    }

    private void assertLossIsReported(String lost, Program resumed) throws IOException {
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("warning: " + lost);
        assertLossIsRecorded(lost);
    }

    private void assertLossIsRecorded(String lost) throws IOException {
        assertThat(Files.readAllLines(history()))
                .filteredOn(line -> line.contains("\"event\":\"" + lost) && line.contains("\"lostLines\":"))
                .hasSize(1);
        Program check = check();
        assertThat(check.exitCode()).as(check.out()).isZero();
        assertThat(check.out())
                .startsWith(run + " is sound, but history before step ")
                .contains(" was lost")
                .containsPattern("note: lost before step \\d+: \\d+ lines?");
        assertThat(Program.run("check", run.toString(), "--json").out())
                .contains("\"lostLines\" : ", "\"loss\" : \"history before step");
    }

    @Test
    void anEmptiedHistoryIsReportedOnceByResumeAndAlwaysByCheck() throws IOException {
        Checkpoint before = CheckpointReader.read(last(), true);
        long lines = before.progress().historyLength();
        Files.writeString(history(), "");
        assertThat(check().exitCode()).isEqualTo(1);
        String lost = lines + " of the " + lines + " lines of history.jsonl up to step ";
        assertLossIsReported(lost, resume());
        assertThat(run.resolve("history.damaged-1.jsonl")).hasContent("");
        Checkpoint after = CheckpointReader.read(last(), true);
        assertThat(after.progress())
                .isEqualTo(before.progress().at(before.progress().trainingSeconds(), 1));
        assertThat(after.state()).usingRecursiveComparison().isEqualTo(before.state());
        assertThat(after.network().params()).isEqualTo(before.network().params());
        assertThat(after.network().getUpdater().getStateViewArray())
                .isEqualTo(before.network().getUpdater().getStateViewArray());

        assertThat(goOn().err()).doesNotContain("lines of history.jsonl");
        assertThat(run.resolve("history.damaged-2.jsonl")).doesNotExist();
        assertThat(history()).content().contains("trainBpc");
        assertLossIsRecorded(lost);
    }

    @Test
    void checkReportsALossAfterARollbackHasDroppedItsEvent() throws IOException {
        Files.writeString(run.resolve("history.damaged-1.jsonl"), "");
        assertThat(check().out()).startsWith(run + " is sound, but a part of its history was lost");
    }

    @Test
    void aMissingLineIsReportedAndTheOthersStay() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(history()));
        lines.remove(2);
        Files.write(history(), lines);
        assertThat(check().exitCode()).isEqualTo(1);
        byte[] damaged = Files.readAllBytes(history());
        Files.writeString(run.resolve("history.damaged-1.jsonl"), "an earlier one");
        assertLossIsReported("1 of the " + (lines.size() + 1) + " lines of history.jsonl up to step ", goOn());
        assertThat(run.resolve("history.damaged-1.jsonl")).hasContent("an earlier one");
        assertThat(run.resolve("history.damaged-2.jsonl")).hasBinaryContent(damaged);
        assertThat(Files.readAllLines(history())).startsWith(lines.toArray(String[]::new));
    }

    @Test
    void aLineOfGarbageIsALostLine() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(history()));
        lines.set(1, "\0\0\0");
        Files.write(history(), lines);
        assertLossIsReported("1 of the " + lines.size() + " lines of history.jsonl up to step ", resume());
        assertThat(history()).content().doesNotContain("\0");
    }

    @Test
    void aMissingHistoryIsALoss() throws IOException {
        Files.delete(history());
        Program resumed = resume();
        assertLossIsReported(resumed.err().replaceAll("(?s).*warning: (\\d+ of the).*", "$1"), resumed);
        assertThat(resumed.err()).contains("the file was missing");
    }

    @Test
    void linesOfAnUnfinishedSaveAreNotALoss() throws IOException {
        String before = Files.readString(history());
        Files.writeString(history(), before + "{\"step\":99999,\"trainBpc\":1}\n{\"ste");
        Program resumed = resume();
        assertThat(resumed.err()).doesNotContain("lines of history.jsonl");
        assertThat(history()).hasContent(before);
    }

    @Test
    void aSoundHistoryIsNotRewritten() throws IOException {
        byte[] before = Files.readAllBytes(history());
        int sample =
                new String(before, StandardCharsets.ISO_8859_1).indexOf("\"sample\":\"") + "\"sample\":\"".length();
        before[sample] = (byte) 0xff; // not UTF-8
        Files.write(history(), before);
        Object file = Files.readAttributes(history(), BasicFileAttributes.class).fileKey();
        Program resumed = resume();
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.err()).doesNotContain("lines of history.jsonl");
        assertThat(history()).hasBinaryContent(before);
        assertThat(Files.readAttributes(history(), BasicFileAttributes.class).fileKey())
                .isEqualTo(file);
    }

    private void assertRefused(String why, UnaryOperator<Progress> change) throws IOException {
        rewrite(last(), change);
        byte[] written = Files.readAllBytes(last());
        Program check = check();
        assertThat(check.exitCode()).as(check.out()).isEqualTo(1);
        assertThat(check.out()).contains("PROBLEM: ").contains(why);
        Program resumed = goOn();
        assertThat(resumed.exitCode()).as(resumed.err()).isEqualTo(2);
        assertThat(resumed.err()).contains(last() + " says ").contains(why);
        assertThat(last()).hasBinaryContent(written);
    }

    @Test
    void aStepThatDoesNotFitTheCharactersIsRefused() throws IOException {
        assertRefused("says step 9223372036854775807 and ", p -> counts(p, Long.MAX_VALUE, p.epoch(), 0, p.chars()));
        assertRefused("says step 3 and 80 characters", p -> counts(p, 3, 0, 3, 80));
    }

    @Test
    void aStepThatDoesNotFitTheEpochIsRefused() throws IOException {
        assertRefused("which cannot be update 1 of epoch 0", p -> counts(p, p.step(), 0, 1, p.chars()));
        assertRefused("which cannot be update ", p -> counts(p, p.step(), 1, p.step() - 1, p.chars()));
    }

    @Test
    void aStepThatDoesNotFitTheHistoryIsRefused() throws IOException {
        assertRefused("but history.jsonl reports step ", p -> counts(p, 3_000_000, 3, 0, 3_000_000 * 80));
    }

    @Test
    void aStepThatDoesNotFitTheTrainingTextIsRefused() throws IOException {
        assertRefused("updates an epoch", p -> counts(p, p.step(), 1, 0, p.chars()));
    }

    @Test
    void aRateFactorOfZeroIsRefused() throws IOException {
        assertRefused(
                "says that the learning rate is multiplied by 0.0",
                p -> new Progress(
                        p.step(),
                        p.epoch(),
                        p.streamPosition(),
                        p.chars(),
                        p.trainingSeconds(),
                        p.seed(),
                        p.scores(),
                        new Progress.Course(
                                0, 0, 0, p.course().smoothedBpc(), p.course().lowestBpc()),
                        p.sinceReport(),
                        p.historyLength(),
                        p.origin()));
    }

    private static Progress counts(Progress p, long step, int epoch, long position, long chars) {
        return new Progress(
                step,
                epoch,
                position,
                chars,
                p.trainingSeconds(),
                p.seed(),
                p.scores(),
                p.course(),
                p.sinceReport(),
                p.historyLength(),
                p.origin());
    }

    @Test
    void weightsThatOverflowAreAProblem() throws IOException {
        Path best = run.resolve("best.zip");
        Checkpoint checkpoint = CheckpointReader.read(best, true);
        checkpoint.network().params().assign(3.4e38f);
        CheckpointWriter.write(checkpoint, best);
        Program check = check();
        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.out())
                .contains("best.zip")
                .contains("PROBLEM: does not predict: after symbol 0, ")
                .contains("too large to compute with")
                .contains("goes on from step");
    }

    @Test
    void weightsThatOverflowAreNeitherResumedNorFineTuned() throws IOException {
        Checkpoint checkpoint = CheckpointReader.read(last(), true);
        checkpoint.network().params().assign(3.4e38f);
        CheckpointWriter.write(checkpoint, last());
        byte[] written = Files.readAllBytes(last());
        Program resumed = goOn();
        assertThat(resumed.exitCode()).as(resumed.err()).isEqualTo(2);
        assertThat(resumed.err())
                .contains(last() + " does not predict: after symbol 0, ")
                .contains("put another checkpoint of this run in its place");
        assertThat(last()).hasBinaryContent(written);
        Path others = folder.resolve("others");
        Program tuned = Program.run(Program.tinyTraining(config, corpus, others, "--init-from", last().toString()));
        assertThat(tuned.exitCode()).as(tuned.err()).isEqualTo(2);
        assertThat(tuned.err()).startsWith("--init-from " + last() + " does not predict: after symbol 0, ");
        assertThat(others).doesNotExist();
    }

    private void rewriteConfig(Path file, String of, String to) throws IOException {
        Checkpoint checkpoint = CheckpointReader.read(file, true);
        assertThat(checkpoint.configYaml()).contains(of);
        CheckpointWriter.write(
                new Checkpoint(
                        checkpoint.network(),
                        checkpoint.vocabulary(),
                        checkpoint.configYaml().replace(of, to),
                        checkpoint.progress(),
                        checkpoint.state()),
                file);
    }

    @Test
    void aConfigurationOfAnotherNetworkInACheckpointIsRefused() throws IOException {
        rewriteConfig(last(), "hidden: [12]", "hidden: [8192]");
        Program check = check();
        assertThat(check.exitCode()).as(check.out()).isEqualTo(1);
        assertThat(check.out())
                .contains("PROBLEM: has a network of hidden sizes [12, 12], but model.layers 2 and model.hidden [8192]")
                .contains("PROBLEM: disagrees with last.zip: model.hidden was [8192] and is now [12]")
                .contains("not possible: ");
        assertThat(goOn().err())
                .contains(
                        "model.hidden was [8192] and is now [12]",
                        "to resume with the run's own configuration: train --config ");
        Program asSaved = train(folder.resolve("runs"), "training.epochs=4", "model.hidden=8192");
        assertThat(asSaved.exitCode()).as(asSaved.err()).isEqualTo(2);
        assertThat(asSaved.err()).contains(last() + " has a network of hidden sizes [12, 12], but ");
    }

    /** Training computes coupled gates from the weights of the forget gates alone. */
    @Test
    void aBadConfigurationInACheckpointIsReportedWithTheFile() throws IOException {
        rewriteConfig(last(), "hidden: [12]", "hidden: [0]");
        String mistake = last() + ": its configuration:";
        for (List<String> line : List.of(
                List.of("evaluate"),
                List.of("evaluate", "--corpus", corpus.toString()),
                List.of("sample", "--context", corpus.toString()))) {
            List<String> whole = new ArrayList<>(line);
            whole.addAll(List.of("--checkpoint", last().toString()));
            Program program = Program.run(whole.toArray(String[]::new));
            assertThat(program.exitCode()).as(program.err()).isEqualTo(2);
            assertThat(program.err()).contains(mistake).contains("model.hidden is 0");
        }
    }

    @Test
    void aConfigurationOfCoupledGatesWithOtherWeightsIsRefused() throws IOException {
        rewriteConfig(last(), "gates: full", "gates: coupled");
        String what = " says model.gates coupled, but the weights of its input gates are not the negated ones of the"
                + " forget gates: the file was changed or damaged after it was saved";
        Program resumed = train(folder.resolve("runs"), "training.epochs=4", "model.gates=coupled");
        assertThat(resumed.exitCode()).as(resumed.err()).isEqualTo(2);
        assertThat(resumed.err()).startsWith(last() + what);
        assertThat(check().out()).contains("PROBLEM:" + what);
    }

    @Test
    void aConfigurationThatResumeWouldRefuseIsAProblem() throws IOException {
        Path yaml = run.resolve("config.yaml");
        String saved = Files.readString(yaml);
        assertThat(saved).contains("minCount: 1\n", "epochs: 3");
        Files.writeString(yaml, saved.replace("minCount: 1\n", "minCount: 2\n"));
        Program check = check();
        assertThat(check.exitCode()).as(check.out()).isEqualTo(1);
        assertThat(check.out())
                .contains("PROBLEM: disagrees with last.zip: corpus.vocabulary.minCount was 1 and is now 2");
        Files.writeString(yaml, saved.replace("epochs: 3", "epochs: 9"));
        assertThat(check().exitCode()).isZero();
    }

    @Test
    void aRunThatIsResumedInTheMiddleOfAnEpochStaysSound() throws IOException {
        for (String epochs : List.of("4", "5")) {
            Program resumed = train(
                    folder.resolve("runs"),
                    "training.epochs=" + epochs,
                    "checkpoints.everySteps=7",
                    "training.validateEverySteps=4",
                    "training.learningRate=0.01");
            assertThat(resumed.exitCode()).as(resumed.err()).isZero();
            assertThat(resumed.err()).doesNotContain("lines of history.jsonl");
            Program check = check();
            assertThat(check.out()).startsWith(run + " is sound\n");
        }
    }
}
