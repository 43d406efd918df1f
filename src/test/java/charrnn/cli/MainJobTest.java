package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.tools.page.PageData;
import charrnn.train.Histories;
import charrnn.train.RunFolder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine;

/** Training, resuming, sampling, evaluating and inspecting through the command line, on real files. */
class MainJobTest {
    @TempDir
    private static Path folder;

    private static TinyRun tiny;
    private static Path corpus;
    private static Program trained;

    @BeforeAll
    static void trainOnce() throws IOException {
        tiny = TinyRun.of(folder, 12, file -> {
            StringBuilder text = new StringBuilder("#include <linux/kernel.h>\n\n");
            for (int i = 0; i < 12; i++) {
                text.append("static int f" + file * i + "(int a)\n{\n\treturn a + " + i * 7 + ";\n}\n");
            }
            return text.toString();
        });
        corpus = tiny.corpus();
        Files.writeString(folder.resolve("tiny.yaml"), "training:\n  seed: 5\n");
        trained = train("runs");
    }

    private static Program train(String checkpoints, String... more) {
        return tiny.in(checkpoints).train(more);
    }

    /** The parameters of a run's last checkpoint. */
    private static INDArray last(String checkpoints) {
        return CheckpointReader.read(run(checkpoints).resolve("last.zip"), true)
                .network()
                .params();
    }

    /** The words of a command and, after them, the best checkpoint of the first run. */
    private static Program withBest(String words, String... more) {
        return Program.line(words + " --checkpoint " + run("runs").resolve("best.zip"), more);
    }

    private static Path run(String checkpoints) {
        return tiny.in(checkpoints).path();
    }

    private static List<JsonNode> reports(Path run) throws IOException {
        List<JsonNode> reports = Histories.read(run.resolve("history.jsonl"));
        reports.removeIf(line -> !line.has("trainBpc"));
        return reports;
    }

    @Test
    void corpusPrintsFilesPartsSymbolsAndDuplicates(@TempDir Path files) throws IOException {
        for (String file : new String[] {"rbtree", "sort", "list"}) {
            Files.copy(Path.of("corpus/starter/lib", file + ".c"), files.resolve(file + ".c"));
        }
        Files.copy(files.resolve("sort.c"), files.resolve("sorted.c"));
        Files.createFile(files.resolve("empty.c"));
        assertThat(Program.line("corpus --set corpus.testShare=0", files.toString())
                        .out())
                .matches(
                        "3 files, [0-9,]+ characters, [0-9]+ symbols \\(left out: 1 duplicate, 1 unreadable or empty\\);"
                                + " training [0-9,]+ characters in 2 files, validation [0-9,]+ characters in 1 file, test none\\R");
    }

    @Test
    void trainingLeavesTheRunsFolder() throws IOException {
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.out())
                .as("nothing but text goes to the standard output")
                .isEmpty();
        assertThat(trained.err())
                .contains("charrnn's LSTM", "validation ", "---- sample at step")
                .contains("to sample:   java -jar charrnn.jar sample --checkpoint ");
        assertThat(run("runs")).isDirectoryContaining("glob:**/step-*_val-?.???.zip");
        assertThat(run("runs").resolve("config.yaml")).content().contains("seed: 5", "hidden: [12]");
        assertThat(run("runs")).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void theHistoryCountsTheCharactersAndTheLossFalls() throws IOException {
        List<JsonNode> history = reports(run("runs"));
        JsonNode last = history.get(history.size() - 1);
        assertThat(last.get("validationBpc").asDouble()).isPositive();
        assertThat(last.get("epoch").asDouble()).isEqualTo(2);
        assertThat(last.get("chars").asLong()).isEqualTo(last.get("step").asLong() * 80);
        assertThat(last.get("trainBpc").asDouble())
                .isLessThan(history.get(0).get("trainBpc").asDouble() - 0.5);
        Checkpoint best = CheckpointReader.read(run("runs").resolve("best.zip"), false);
        assertThat(best.progress().losses().bestValidationBpc().getAsDouble())
                .isLessThanOrEqualTo(last.get("validationBpc").asDouble());
    }

    @Test
    void theReportReloadsItselfOnlyWhileTheRunTrains() throws IOException {
        Path report = run("runs").resolve("report.html");
        assertThat(PageData.of(report).get("isTraining").asBoolean()).isFalse();
        StringWriter err = new StringWriter();
        TrainCommand command = new TrainCommand();
        new CommandLine(command).setErr(new PrintWriter(err, true));
        TrainingDisplay display = new TrainingDisplay(command, new RunFolder(run("runs")));
        display.validated(1, 2.5, true);
        display.validated(2, 2.4, true);
        assertThat(PageData.of(report).get("isTraining").asBoolean()).isTrue();
        assertThat(err.toString().lines().filter(line -> line.startsWith("report:")))
                .hasSize(1);
        display.sayFinished(
                List.of(),
                CheckpointReader.summary(run("runs").resolve("last.zip")).progress());
        assertThat(PageData.of(report).get("isTraining").asBoolean()).isFalse();
    }

    @Test
    void resumingAFinishedRunReportsItsLimitAndChangesNothing() throws IOException {
        Program verbose = train("finished", "--verbose").done();
        assertThat(verbose.err()).contains("effective configuration:", "hidden: [12]", "network:     ");
        assertThat(trained.err()).doesNotContain("effective configuration");
        assertThat(last("finished")).as("the same seed trains the same network").isEqualTo(last("runs"));
        Path hidden = Files.move(corpus, folder.resolve("hidden"));
        byte[] last = Files.readAllBytes(run("finished").resolve("last.zip"));
        byte[] history = Files.readAllBytes(run("finished").resolve("history.jsonl"));
        try {
            Program again = train("finished", "--resume", "ui.enabled=true", "ui.port=0")
                    .done();
            assertThat(again.err().lines())
                    .hasSize(3)
                    .anyMatch(line -> line.startsWith("report:      "))
                    .anyMatch(line -> line.matches("\\Q" + run("finished")
                            + "\\E is finished, at step [0-9,]+: 2 epochs of 2 done \\(training.epochs\\)"))
                    .anyMatch(line -> line.matches("to continue: java -jar charrnn.jar train --config \\S+config.yaml"
                            + " --resume --set training.epochs=4"));
            assertThat(run("finished").resolve("last.zip")).hasBinaryContent(last);
            assertThat(run("finished").resolve("history.jsonl")).hasBinaryContent(history);
        } finally {
            Files.move(hidden, corpus);
        }
    }

    @Test
    void sampleWarnsOfCharactersThatTheNetworkHasNoSymbolFor() {
        Program program =
                withBest("sample --length 5 --seed 1", "--prime", "née €").done();
        assertThat(program.out()).startsWith("née €");
        assertThat(program.err())
                .isEqualTo(
                        "warning: the network has no symbol for 'é' (U+00E9), '€' (U+20AC) and reads the unknown symbol"
                                + " instead" + System.lineSeparator());
    }

    @Test
    void evaluatePrintsBitsOfTheTestTextAndComparesTwoNetworksOnOneText() {
        String best = run("runs").resolve("best.zip").toString();
        JsonNode alone = withBest("evaluate --json").json();
        double bits = alone.get("bitsPerChar").asDouble();
        assertThat(bits).isBetween(0.5, 6.0);
        assertThat(alone.get("chars").asLong()).isGreaterThan(100);
        assertThat(alone.get("checkpoint").asText()).isEqualTo(best);
        JsonNode same = withBest("evaluate --json --against " + best).json();
        assertThat(same.get("bitsPerChar")).isEqualTo(alone.get("bitsPerChar"));
        assertThat(same.get("chars")).isEqualTo(alone.get("chars"));
        assertThat(same.get("unknown").asLong()).isZero();
        assertThat(same.at("/against/difference").asDouble()).isZero();
        JsonNode other =
                withBest("evaluate --json --against checkpoints/c").json().get("against");
        assertThat(other.get("checkpoint").asText()).endsWith("best.zip");
        assertThat(other.get("bitsPerChar").asDouble())
                .isCloseTo(bits + other.get("difference").asDouble(), within(1e-9));
        assertThat(withBest("evaluate --against checkpoints/c").done().out())
                .contains(
                        " bits by ",
                        ", a difference of ",
                        "left out: characters unknown to the one (0) or the other (");
    }

    @Test
    void evaluateWarnsOfTextThatANetworkWasTrainedOn() {
        Program other = withBest("evaluate --corpus " + corpus.resolve("3.c")).done();
        assertThat(other.out()).contains("bits per character on ").contains("3.c");
        assertThat(withBest("evaluate --corpus " + corpus).done().err())
                .contains("warning: " + corpus + " has files that the network ", "was trained on");
        Path best = run("runs").resolve("best.zip");
        assertThat(withBest("evaluate --part train --against " + best).done().err())
                .contains("warning: the run's train text has files that the network " + best + " was trained on");
    }

    @Test
    void theTestLossIsKeptUntilTheRunHasABetterCheckpoint() throws IOException {
        Path tested = Files.createDirectories(run("tested"));
        for (String name : List.of("best.zip", "last.zip", "config.yaml", "split.json", "history.jsonl")) {
            Files.copy(run("runs").resolve(name), tested.resolve(name));
        }
        Path file = tested.resolve("test.json");
        for (String other : List.of("last.zip --part test", "best.zip --part validation")) {
            Program.line("evaluate --checkpoint " + tested.resolve(other)).done();
            assertThat(file).as(other).doesNotExist();
        }
        JsonNode measured = Program.line("evaluate --json --checkpoint " + tested.resolve("best.zip"))
                .json();
        double bits = measured.get("bitsPerChar").asDouble();
        assertThat(new ObjectMapper().readTree(file.toFile()).get("bitsPerChar").asDouble())
                .isEqualTo(bits);
        Path page = tested.resolve("report.html");
        Program report = Program.run("report", tested.toString());
        assertThat(page).content().contains("\"test\":{\"step\":", "\"bitsPerChar\":" + bits);
        assertThat(report.err()).isEmpty();
        Files.delete(file);
        Files.delete(tested.resolve("last.zip"));
        Program.line("evaluate --checkpoint " + tested.resolve("best.zip"));
        assertThat(file).as("beside the Linux model").doesNotExist();
    }
}
