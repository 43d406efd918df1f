package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.tools.constrain.StructureCheck;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The output of {@code sample} with a hardly trained network. */
class SampleCommandTest {
    private static final String CODE = "#if A\n/* p */\nint f(char *s)\n{\n\treturn s[0] == 'x' || g(\"%d\\n\");\n}\n"
            + "#endif\n#define define_pragma_include_error_now_all 0\n";

    @TempDir
    private static Path training;

    private static String checkpoint;

    @TempDir
    private Path folder;

    @BeforeAll
    static void trainOnce() throws IOException {
        Path corpus = Files.createDirectory(training.resolve("corpus"));
        for (int file = 0; file < 4; file++) {
            Files.writeString(
                    corpus.resolve(file + ".c"),
                    CODE.replace("f(", "f" + file + "(").repeat(6));
        }
        Path config = Files.writeString(training.resolve("tiny.yaml"), "training:\n  seed: 5\n");
        Path runs = training.resolve("runs");
        Program trained = Program.run(Program.tinyTraining(config, corpus, runs, "--set", "training.epochs=1"));
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        checkpoint = runs.resolve("tiny/last.zip").toString();
    }

    private static Program sample(String... options) {
        List<String> line = new ArrayList<>(List.of("sample", "--checkpoint", checkpoint));
        line.addAll(List.of(options));
        return Program.run(line.toArray(String[]::new));
    }

    private static String written(String... options) {
        Program program = sample(options);
        assertThat(program.exitCode()).as(program.err()).isZero();
        return program.out();
    }

    private List<String> files(Path of) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(of)) {
            for (Path file : files.sorted().toList()) {
                assertThat(file.getFileName()).hasToString(String.format("sample-%04d.c", texts.size() + 1));
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }

    @Test
    void eachSampleOfACountHasItsFile() throws IOException {
        Path out = folder.resolve("new/samples");
        assertThat(written(
                        "--prime", "int f", "--length", "40", "--seed", "3", "--count", "7", "--out", out.toString()))
                .isEmpty();
        String printed = written("--prime", "int f", "--length", "40", "--seed", "3", "--count", "7");
        assertThat(files(out)).hasSize(7);
        assertThat(String.join("\n---------------\n", files(out)) + "\n").isEqualTo(printed);
    }

    @ParameterizedTest
    @CsvSource({"==, '\n==\n'", "'', '\n'", "\\n, '\n\n'", "\\\\n\\t, '\n\\n\t\n'"})
    void theSeparatorMayBeAnyText(String separator, String between) throws IOException {
        Path out = folder.resolve("samples");
        written("--length", "20", "--seed", "3", "--count", "2", "--out", out.toString());
        String printed = written("--length", "20", "--seed", "3", "--num-samples", "2", "--separator", separator);
        assertThat(printed).isEqualTo(String.join(between, files(out)) + "\n");
    }

    @Test
    void aSingleSampleIsTheTextAlone() {
        assertThat(written("--prime", "int f", "--length", "40", "--seed", "3")).hasSize(45);
        assertThat(written("--prompt", "int f", "--max-length", "40", "--seed", "3", "--device", "cpu"))
                .isEqualTo(written("--prime", "int f", "--length", "40", "--seed", "3"));
    }

    private static List<JsonNode> lines(String... options) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : written(options).lines().toList()) {
            assertThat(line).isASCII();
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    @Test
    void jsonHasALineForEachSample() throws IOException {
        Path out = folder.resolve("samples");
        written("--prime", "int f", "--length", "40", "--seed", "3", "--count", "70", "--out", out.toString());
        List<JsonNode> lines = lines("--prime", "int f", "--length", "40", "--seed", "3", "--count", "70", "--json");
        assertThat(lines)
                .extracting(
                        line -> line.path("prime").asText() + line.path("text").asText())
                .isEqualTo(files(out));
        assertThat(lines)
                .extracting(line -> line.path("seed").asLong())
                .isEqualTo(LongStream.range(3, 73).boxed().toList());
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.path("finishReason").asText()).isEqualTo("length");
            assertThat(line.path("bitsPerChar").asDouble())
                    .isCloseTo(line.path("bits").asDouble() / 40, within(1e-4))
                    .isPositive();
        });
    }

    /** The step for one text and the step for several give the same text and the same bits. */
    @Test
    void jsonOfOneSampleEqualsThatOfSeveral() throws IOException {
        JsonNode one = lines("--length", "40", "--seed", "3", "--json").get(0);
        JsonNode two =
                lines("--length", "40", "--seed", "3", "--count", "2", "--json").get(0);
        assertThat(one.path("text")).isEqualTo(two.path("text"));
        assertThat(one.path("bits").asDouble()).isCloseTo(two.path("bits").asDouble(), within(0.01));
    }

    @ParameterizedTest
    @CsvSource({
        "--until line --length 2000, line",
        "--stop i --length 2000, stop",
        "--length 5, length",
        "--length 0, length",
    })
    void jsonHasTheReasonWhyASampleEnded(String options, String reason) throws IOException {
        JsonNode line = lines(("--json " + options).split(" ")).get(0);
        assertThat(line.path("finishReason").asText()).isEqualTo(reason);
    }

    @Test
    void aPrimeMayComeFromAFile() throws IOException {
        Path prime = Files.writeString(folder.resolve("prime.c"), "/* p */\nint f");
        assertThat(written("--prime-file", prime.toString(), "--length", "30", "--seed", "2"))
                .isEqualTo(written("--prime", "/* p */\nint f", "--length", "30", "--seed", "2"))
                .startsWith("/* p */\nint f");
    }

    @Test
    void aPrimeMayComeFromTheStandardInput() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("/* é */\nint f".getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(written("--prime-file", "-", "--length", "0")).isEqualTo("/* é */\nint f");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void existingFilesAreNotOverwritten() throws IOException {
        Files.writeString(folder.resolve("sample-0001.c"), "mine");
        Program program = sample("--count", "3", "--out", folder.toString());
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.err()).contains("must be an empty folder or a new one, but holds sample-0001.c");
        assertThat(files(folder)).containsExactly("mine");
    }

    @Test
    void aFolderThatCannotBeCreatedIsRefused() throws IOException {
        Path out = Files.writeString(folder.resolve("file"), "mine").resolve("samples");
        Program program = sample("--out", out.toString());
        assertThat(program.exitCode()).as(program.err()).isEqualTo(2);
        assertThat(program.err()).contains("--out " + out + " cannot be created: name a folder that can be written to");
    }

    @Test
    void constrainedSamplesLexAndBalance() throws IOException {
        String prime = "#if A\nint f(void)\n{\n\tif (a[1";
        Path out = folder.resolve("samples");
        written(
                "--prime",
                prime,
                "--length",
                "70",
                "--temperature",
                "3",
                "--seed",
                "1",
                "--constrain",
                "c",
                "--count",
                "20",
                "--out",
                out.toString());
        assertThat(files(out)).hasSize(20).allSatisfy(text -> {
            assertThat(text).startsWith(prime).hasSize(prime.length() + 70);
            assertThat(StructureCheck.problem(text)).isEmpty();
        });
        String one =
                written("--prime", prime, "--length", "70", "--temperature", "3", "--seed", "1", "--constrain", "c");
        assertThat(StructureCheck.problem(one)).as(one).isEmpty();
    }

    @Test
    void aPrimeThatIsBrokenIsRefusedBeforeAnythingIsWritten() {
        Program program = sample("--prime", "int f(}", "--constrain", "c");
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.out()).isEmpty();
        assertThat(program.err())
                .contains("a closing bracket without a matching opening bracket at line 1, character 7");
    }

    @Test
    void aSampleMayEndWithItsLine() {
        String text = written("--length", "2000", "--until", "line", "--seed", "4", "--temperature", "1");
        assertThat(text.indexOf('\n')).isEqualTo(text.length() - 1);
    }

    @Test
    void aNetworkThatLearnsFromTheContextWritesAnotherSample() throws IOException {
        Path context = Files.writeString(folder.resolve("a.c"), "static int zebra_count = 0;\n".repeat(40));
        String[] options = {"--context", context.toString(), "--prime", "static ", "--length", "60", "--seed", "3"};
        String learning = written(with(options, "--dynamic"));
        assertThat(learning).isEqualTo(written(with(options, "--dynamic", "--count", "1")));
        assertThat(learning).isNotEqualTo(written("--prime", "static ", "--length", "60", "--seed", "3"));
        assertThat(written(with(options, "--dynamic", "--dynamic-rate", "0")))
                .isEqualTo(written("--prime", "static ", "--length", "60", "--seed", "3"));
        Program diverged = sample(with(options, "--dynamic", "--dynamic-rate", "1e300"));
        assertThat(diverged.exitCode()).isEqualTo(1);
        assertThat(diverged.err()).contains("dynamic evaluation has diverged");
        assertThat(diverged.out()).isEmpty();
    }

    @Test
    void optionsOfLearningGoTogether() {
        assertThat(sample("--dynamic").err()).contains("--dynamic learns from --context, which is not given");
        assertThat(sample("--dynamic-rate", "1").err()).contains("--dynamic-rate belongs to --dynamic");
        assertThat(sample("--context", "x", "--dynamic", "--dynamic-rate", "-1").err())
                .contains("--dynamic-rate is -1.0, but must be 0 or more");
    }

    private static String[] with(String[] options, String... more) {
        return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void probabilitiesAreShownOnlyOnATerminal() {
        assertThat(written("--length", "30", "--seed", "5", "--show-probabilities"))
                .isEqualTo(written("--length", "30", "--seed", "5"));
    }
}
