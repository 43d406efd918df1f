package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training, resuming, sampling, evaluating and inspecting through the command line, on real files. */
class MainJobTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static Path corpus;
    private static Path config;
    private static Program trained;

    @BeforeAll
    static void trainOnce() throws IOException {
        corpus = Files.createDirectory(folder.resolve("corpus"));
        for (int file = 0; file < 12; file++) {
            StringBuilder text = new StringBuilder("#include <linux/kernel.h>\n\n");
            for (int i = 0; i < 12; i++) {
                text.append("static int f")
                        .append(file * i)
                        .append("(int a)\n{\n\treturn a + ")
                        .append(i * 7)
                        .append(";\n}\n");
            }
            Files.writeString(corpus.resolve("file" + file + ".c"), text);
        }
        config = Files.writeString(folder.resolve("tiny.yaml"), "training:\n  seed: 5\n");
        trained = train("runs");
    }

    private static Program train(String checkpoints, String... more) {
        return Program.run(Program.tinyTraining(config, corpus, folder.resolve(checkpoints), more));
    }

    private static Path run(String checkpoints) {
        return folder.resolve(checkpoints).resolve("tiny");
    }

    private static List<JsonNode> reports(Path run) throws IOException {
        try (Stream<String> lines = Files.lines(run.resolve("history.jsonl"))) {
            return lines.map(line -> {
                        try {
                            return JSON.readTree(line);
                        } catch (IOException e) {
                            throw new AssertionError(line, e);
                        }
                    })
                    .filter(line -> line.has("trainBpc"))
                    .toList();
        }
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
        assertThat(run("runs")).isDirectoryContaining("glob:**/last.zip");
        assertThat(run("runs")).isDirectoryContaining("glob:**/best.zip");
        assertThat(run("runs")).isDirectoryContaining("glob:**/step-*_val-?.???.zip");
        assertThat(run("runs").resolve("config.yaml")).content().contains("seed: 5", "hidden: [12]");
        assertThat(run("runs")).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void trainingBeginsWithSixLines() {
        assertThat(trained.err())
                .matches("(?s)network:     40 → 12 → 12 → 40, 2 LSTM layers, charrnn's LSTM\n"
                        + "parameters:  [0-9,]+\n"
                        + "corpus:      12 files, [0-9,]+ characters, 40 symbols; training [0-9,]+ characters in"
                        + " 10 files, validation [0-9,]+ characters in 1 file, test [0-9,]+ characters in 1"
                        + " file\n"
                        + "device:      [^\n"
                        + "]+, float32; native library \\S+, \\d+ threads?, products by [^\n"
                        + "]+\n"
                        + "limits:      2 epochs, no time limit, no early stopping\n"
                        + "training UI: off\n"
                        + " *\\d+ %  step 1 .*");
    }

    @Test
    void theWholeConfigurationIsPrintedOnRequest() {
        Program program = train("verbose", "--verbose", "--set", "training.epochs=1");
        assertThat(program.exitCode()).as(program.err()).isZero();
        assertThat(program.err()).contains("effective configuration:", "hidden: [12]", "network:     ");
        assertThat(trained.err()).doesNotContain("effective configuration");
    }

    /** Nearly all lines of this corpus that begin with a letter have this beginning, and no prime is configured. */
    @Test
    void samplesBeginWithTheMostFrequentLineBeginningAlsoInAResumedRun() throws IOException {
        assertThat(train("primed", "--set", "training.epochs=1").err())
                .containsPattern("---- sample [^\n]+\nstatic int ");
        assertThat(run("primed").resolve("config.yaml")).content().contains("prime: \"static int \"");
        Program resumed = train("primed", "--resume");
        assertThat(resumed.err())
                .containsPattern("---- sample [^\n]+\nstatic int ")
                .doesNotContain("sampling.prime was");
        Program other = train("other", "--set", "training.epochs=1", "--set", "sampling.prime=return ");
        assertThat(other.err()).containsPattern("---- sample [^\n]+\nreturn");
    }

    @Test
    void trainingEndsWithFiveLines() {
        List<String> lines = trained.err().lines().toList();
        assertThat(String.join("\n", lines.subList(lines.size() - 5, lines.size())))
                .matches("done at step [0-9,]+ after \\S+: [0-9,]+ characters\n"
                        + "best validation: \\d\\.\\d{3} bits per character, at step [0-9,]+\n"
                        + "checkpoints: \\S+\n"
                        + "to sample:   java -jar charrnn\\.jar sample --checkpoint \\S+best\\.zip --length 500\n"
                        + "report:      \\S+report\\.html");
    }

    @Test
    void theHistoryHasAllItsFieldsAndTheLossFalls() throws IOException {
        List<JsonNode> history = reports(run("runs"));
        assertThat(history.get(0).properties().stream().map(e -> e.getKey()))
                .containsExactlyInAnyOrder(
                        "step",
                        "epoch",
                        "chars",
                        "seconds",
                        "learningRate",
                        "trainBpc",
                        "gradientNorm",
                        "charsPerSecond");
        JsonNode last = history.get(history.size() - 1);
        assertThat(last.get("validationBpc").asDouble()).isPositive();
        assertThat(last.get("epoch").asDouble()).isEqualTo(2);
        assertThat(last.get("chars").asLong()).isEqualTo(last.get("step").asLong() * 80);
        assertThat(last.get("trainBpc").asDouble())
                .isLessThan(history.get(0).get("trainBpc").asDouble() - 0.5);
    }

    @Test
    void aSecondTrainingWithoutResumeIsRefusedAndLosesNothing() throws IOException {
        byte[] before = Files.readAllBytes(run("runs").resolve("last.zip"));
        Program again = train("runs");
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err())
                .isEqualTo(run("runs") + " already holds a run: add --resume to continue it, or take another name with"
                        + " --set name=tiny-2" + System.lineSeparator());
        assertThat(run("runs").resolve("last.zip")).hasBinaryContent(before);
    }

    @Test
    void aResumedTrainingEqualsAnUninterruptedOne() throws IOException {
        assertThat(train("halves", "--set", "training.epochs=1").exitCode()).isZero();
        Program resumed = train("halves", "--resume");
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("resuming at step");
        Checkpoint once = CheckpointReader.read(run("runs").resolve("last.zip"), true);
        Checkpoint twice = CheckpointReader.read(run("halves").resolve("last.zip"), true);
        assertThat(twice.network().params()).isEqualTo(once.network().params());
        assertThat(twice.network().getUpdater().getStateViewArray())
                .isEqualTo(once.network().getUpdater().getStateViewArray());
        assertThat(twice.state()).usingRecursiveComparison().isEqualTo(once.state());
        assertThat(reports(run("halves")).stream().map(h -> h.get("step").asLong()))
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void aResumedTrainingWithDropoutAndAnotherOptimizerEqualsAnUninterruptedOne() {
        String[] drop = {"--set", "model.dropout=0.3", "--set", "training.optimizer=sgd"};
        String[] first = {"--set", "model.dropout=0.3", "--set", "training.optimizer=sgd", "--set", "training.epochs=1"
        };
        String[] second = {"--set", "model.dropout=0.3", "--set", "training.optimizer=sgd", "--resume"};
        assertThat(train("dropped", drop).exitCode()).isZero();
        assertThat(train("twice", first).exitCode()).isZero();
        Program resumed = train("twice", second);
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(CheckpointReader.read(run("twice").resolve("last.zip"), true)
                        .network()
                        .params())
                .isEqualTo(CheckpointReader.read(run("dropped").resolve("last.zip"), true)
                        .network()
                        .params());
    }

    @Test
    void resumingAFinishedRunReportsItsLimitAndChangesNothing() throws IOException {
        assertThat(train("finished").exitCode()).isZero();
        Path hidden = Files.move(corpus, folder.resolve("hidden"));
        Path unfinished = Files.writeString(run("finished").resolve(".best.zip.tmp-999999999"), "torn");
        byte[] last = Files.readAllBytes(run("finished").resolve("last.zip"));
        byte[] history = Files.readAllBytes(run("finished").resolve("history.jsonl"));
        try {
            Program again = train("finished", "--resume", "--set", "ui.enabled=true", "--set", "ui.port=0");
            assertThat(again.exitCode()).as(again.err()).isZero();
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
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void resumingARunThatStoppedEarlyReportsIt() {
        String[] early = {
            "--set", "training.epochs=99", "--set", "training.patience=1", "--set", "training.learningRate=5"
        };
        Program first = train("early", early);
        assertThat(first.err())
                .contains(
                        "stopped early",
                        "limits:      99 epochs, no time limit, early stopping after"
                                + " 1 validation without a new best");
        Program again = train(
                "early", Stream.concat(Stream.of(early), Stream.of("--resume")).toArray(String[]::new));
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err())
                .contains("stopped early after 1 validation without a new best (training.patience)")
                .contains("--resume --set training.patience=2");
    }

    @Test
    void theBestOfTheNewestRunIsTheLastValidationOrBetter() throws IOException {
        List<JsonNode> history = reports(run("runs"));
        JsonNode last = history.get(history.size() - 1);
        Checkpoint best = CheckpointReader.read(run("runs").resolve("best.zip"), false);
        assertThat(best.progress().scores().bestValidationBpc().getAsDouble())
                .isLessThanOrEqualTo(last.get("validationBpc").asDouble());
    }

    @Test
    void theSameSeedTrainsTheSameNetwork() {
        assertThat(train("again").exitCode()).isZero();
        assertThat(CheckpointReader.read(run("again").resolve("last.zip"), false)
                        .network()
                        .params())
                .isEqualTo(CheckpointReader.read(run("runs").resolve("last.zip"), false)
                        .network()
                        .params());
    }

    @Test
    void resumeNamesTheKeysThatMustNotChange() {
        Program refused = train("runs", "--resume", "--set", "model.layers=3", "--set", "training.batchSize=8");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err().lines())
                .hasSize(3)
                .anyMatch(line -> line.contains("model.layers"))
                .anyMatch(line -> line.contains("training.batchSize"))
                .anyMatch(line -> line.contains("config.yaml --resume"));
    }

    @Test
    void samplesAreTheSameForTheSameSeed() {
        String best = run("runs").resolve("best.zip").toString();
        Program first =
                Program.run("sample", "--checkpoint", best, "--prime", "static int ", "--length", "80", "--seed", "3");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).startsWith("static int ").hasSize(91);
        assertThat(Program.run(
                        "sample", "--checkpoint", best, "--prime", "static int ", "--length", "80", "--seed", "3"))
                .isEqualTo(first);
        assertThat(Program.run(
                                "sample",
                                "--checkpoint",
                                best,
                                "--prime",
                                "static int ",
                                "--length",
                                "80",
                                "--seed",
                                "4")
                        .out())
                .isNotEqualTo(first.out());
    }

    /** 80 samples are more than are written at a time. */
    @Test
    void severalSamplesEqualThoseOfTheirSeeds() throws IOException {
        List<String> ten = sample(10, "3");
        assertThat(ten).hasSize(10).doesNotHaveDuplicates().allMatch(text -> text.length() == 80);
        assertThat(sample(3, "3")).isEqualTo(ten.subList(0, 3));
        assertThat(sample(2, "11")).isEqualTo(ten.subList(8, 10));
        assertThat(sample(80, "3")).hasSize(80).startsWith(ten.toArray(String[]::new));
        // Summed in another order, but so close that the same characters are drawn.
        assertThat(sample(1, "3")).isEqualTo(ten.subList(0, 1));
    }

    private static List<String> sample(int count, String seed) throws IOException {
        Program program = Program.run(
                "sample",
                "--checkpoint",
                run("runs").resolve("best.zip").toString(),
                "--prime",
                "static int ",
                "--length",
                "80",
                "--seed",
                seed,
                "--count",
                Integer.toString(count),
                "--json");
        assertThat(program.exitCode()).as(program.err()).isZero();
        List<String> texts = new ArrayList<>();
        for (String line : program.out().lines().toList()) {
            texts.add(new ObjectMapper().readTree(line).path("text").asText());
        }
        return texts;
    }

    @Test
    void sampleWarnsOfCharactersThatTheNetworkHasNoSymbolFor() {
        Program program = Program.run(
                "sample",
                "--checkpoint",
                run("runs").resolve("best.zip").toString(),
                "--prime",
                "née €",
                "--length",
                "5",
                "--seed",
                "1");
        assertThat(program.exitCode()).isZero();
        assertThat(program.out()).startsWith("née €");
        assertThat(program.err())
                .isEqualTo(
                        "warning: the network has no symbol for 'é' (U+00E9), '€' (U+20AC) and reads the unknown symbol"
                                + " instead" + System.lineSeparator());
    }

    @Test
    void evaluatePrintsBitsOfTheTestTextAsOneJsonDocument() throws IOException {
        String best = run("runs").resolve("best.zip").toString();
        Program program = Program.run("evaluate", "--checkpoint", best, "--json");
        assertThat(program.exitCode()).as(program.err()).isZero();
        JsonNode document = JSON.readTree(program.out());
        assertThat(document.get("bitsPerChar").asDouble()).isBetween(0.5, 6.0);
        assertThat(document.get("chars").asLong()).isGreaterThan(100);
        assertThat(document.get("checkpoint").asText()).isEqualTo(best);
        Program other = Program.run(
                "evaluate",
                "--checkpoint",
                best,
                "--corpus",
                corpus.resolve("file3.c").toString());
        assertThat(other.exitCode()).as(other.err()).isZero();
        assertThat(other.out()).contains("bits per character on ").contains("file3.c");
    }

    @Test
    void theTestLossIsKeptUntilTheRunHasABetterCheckpoint() throws IOException {
        Path tested = Files.createDirectories(run("tested"));
        for (String name : List.of("best.zip", "last.zip", "config.yaml", "split.json", "history.jsonl")) {
            Files.copy(run("runs").resolve(name), tested.resolve(name));
        }
        Path file = tested.resolve("test.json");
        for (String other : List.of("last.zip --part test", "best.zip --part validation")) {
            String[] words = ("evaluate --checkpoint " + tested.resolve(other)).split(" ", -1);
            assertThat(Program.run(words).exitCode()).isZero();
            assertThat(file).as(other).doesNotExist();
        }
        Program measured = Program.run(
                "evaluate", "--checkpoint", tested.resolve("best.zip").toString(), "--json");
        assertThat(measured.exitCode()).as(measured.err()).isZero();
        double bits = JSON.readTree(measured.out()).get("bitsPerChar").asDouble();
        assertThat(JSON.readTree(file.toFile()).get("bitsPerChar").asDouble()).isEqualTo(bits);
        Path page = tested.resolve("report.html");
        Program report = Program.run("report", tested.toString());
        assertThat(page).content().contains("\"test\":{\"step\":", "\"bitsPerChar\":" + bits);
        assertThat(report.err()).isEmpty();
        String reported = Files.readString(page).replaceAll("\"written\":\"[^\"]*\"", "");

        Files.delete(file);
        Program.run("report", tested.toString());
        assertThat(page).content().doesNotContain("\"bitsPerChar\":" + bits);
        Program.run("evaluate", "--checkpoint", tested.resolve("best.zip").toString());
        assertThat(Files.readString(page).replaceAll("\"written\":\"[^\"]*\"", ""))
                .as("a report that was there has the new result")
                .isEqualTo(reported);

        Files.delete(file);
        Files.delete(tested.resolve("last.zip"));
        Program.run("evaluate", "--checkpoint", tested.resolve("best.zip").toString());
        assertThat(file).as("beside the pretrained model").doesNotExist();
    }

    @Test
    void evaluateReportsDynamicEvaluationSeparately() throws IOException {
        String best = run("runs").resolve("best.zip").toString();
        JsonNode plain = JSON.readTree(
                Program.run("evaluate", "--checkpoint", best, "--json").out());
        Program program = Program.run(
                "evaluate",
                "--checkpoint",
                best,
                "--json",
                "--dynamic",
                "--dynamic-rate",
                "0.002",
                "--dynamic-segment",
                "10");
        assertThat(program.exitCode()).as(program.err()).isZero();
        JsonNode document = JSON.readTree(program.out());
        double fixed = document.get("bitsPerChar").asDouble();
        assertThat(fixed).isEqualTo(plain.get("bitsPerChar").asDouble());
        assertThat(document.get("chars")).isEqualTo(plain.get("chars"));
        JsonNode dynamic = document.get("dynamic");
        assertThat(dynamic.get("bitsPerChar").asDouble()).isLessThan(fixed);
        assertThat(dynamic.get("chars")).isEqualTo(document.get("chars"));
        assertThat(dynamic.get("rule").asText()).isEqualTo("rms");
        assertThat(dynamic.get("rate").asDouble()).isEqualTo(0.002);
    }

    @Test
    void evaluateNamesTheOptionThatNeedsAMissingTrainingText() throws IOException {
        Path moved = Files.createDirectory(folder.resolve("moved"));
        Path best = Files.copy(run("runs").resolve("best.zip"), moved.resolve("best.zip"));
        String split = Files.readString(run("runs").resolve("split.json"));
        Files.writeString(moved.resolve("split.json"), split.replace("file3.c", "gone.c"));
        List<String> command =
                List.of("evaluate", "--checkpoint", best.toString(), "--corpus", corpus + "/file1.c", "--dynamic");
        Program rms = Program.run(command.toArray(String[]::new));
        assertThat(rms.exitCode()).isEqualTo(2);
        assertThat(rms.err().lines())
                .anyMatch(
                        line -> line.startsWith("--dynamic-rule rms measures gradients on the run's own training text"))
                .anyMatch(line -> line.contains("gone.c"));
        List<String> sgd = new ArrayList<>(command);
        sgd.add("--dynamic-rule=sgd");
        Program without = Program.run(sgd.toArray(String[]::new));
        assertThat(without.exitCode()).as(without.err()).isZero();
        assertThat(without.out()).contains("with dynamic evaluation (sgd");
    }

    @Test
    void evaluateWithARateOf0IsStatic() throws IOException {
        String best = run("runs").resolve("best.zip").toString();
        Program program = Program.run("evaluate", "--checkpoint", best, "--json", "--dynamic", "--dynamic-rate=0");
        JsonNode document = JSON.readTree(program.out());
        assertThat(document.get("dynamic").get("bitsPerChar").asDouble())
                .isCloseTo(document.get("bitsPerChar").asDouble(), within(1e-5));
        Program lines = Program.run("evaluate", "--checkpoint", best, "--dynamic");
        assertThat(lines.out().lines()).hasSize(3).anyMatch(line -> line.contains(" with dynamic evaluation (rms, "));
    }

    @Test
    void inspectShowsWhatACheckpointHolds() {
        Program program = Program.run("inspect", run("runs").resolve("best.zip").toString());
        assertThat(program.exitCode()).as(program.err()).isZero();
        assertThat(program.out())
                .contains("2 LSTM layers", "charrnn's LSTM", "present: can be resumed", "native library", "symbols")
                .contains("best validation", "seed: 5");
    }
}
