package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The output of {@code sample} with a hardly trained network. */
class SampleCommandTest {
    private static final String CODE =
            "#if A\n/* p ? q : r */\nint f(char *s)\n{\n\treturn s[0] == 'x' || g(\"%d\\n\");\n}\n"
                    + "#endif\n#define define_pragma_include_error_now_all 0\n";

    @TempDir
    private static Path training;

    private static String checkpoint;

    @TempDir
    private Path folder;

    @BeforeAll
    static void trainOnce() throws IOException {
        TinyRun tiny = TinyRun.of(
                training, 4, file -> CODE.replace("f(", "f" + file + "(").repeat(6));
        tiny.train("training.epochs=1", "training.seed=5").done();
        checkpoint = tiny.path().resolve("last.zip").toString();
    }

    private static Program sample(String words, String... more) {
        return Program.line("sample --checkpoint " + checkpoint + " " + words, more);
    }

    private static String written(String words, String... more) {
        return sample(words, more).done().out();
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
    void aSingleSampleIsTheTextAlone() {
        String text = written("--length 40 --seed 3 --prime", "int f");
        assertThat(text).hasSize(45);
        assertThat(written("--max-length 40 --seed 3 --prompt", "int f")).isEqualTo(text);
    }

    private static List<JsonNode> lines(String words, String... more) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : written("--json " + words, more).lines().toList()) {
            assertThat(line).isASCII();
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    @Test
    void eachSampleOfACountHasItsFileAndItsLineOfJson() throws IOException {
        String options = "--length 40 --seed 3 --count 70 --prime";
        Path out = folder.resolve("new/samples");
        assertThat(written(options, "int f", "--out", out.toString())).isEmpty();
        assertThat(written(options, "int f"))
                .isEqualTo(files(out).stream()
                        .map(text -> text.endsWith("\n") ? text : text + "\n")
                        .collect(Collectors.joining("---------------\n")));
        List<JsonNode> lines = lines(options, "int f");
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

    @ParameterizedTest
    @CsvSource({
        "--until line --length 2000, line",
        "--stop i --length 2000, stop",
        "--length 5, length",
        "--length 0, length",
    })
    void jsonHasTheReasonWhyASampleEnded(String options, String reason) throws IOException {
        JsonNode line = lines(options).get(0);
        assertThat(line.path("finishReason").asText()).isEqualTo(reason);
    }

    @Test
    void aPrimeMayComeFromAFile() throws IOException {
        Path prime = Files.writeString(folder.resolve("prime.c"), "/* p ? q : r */\nint f");
        assertThat(written("--length 30 --seed 2 --prime-file " + prime))
                .isEqualTo(written("--length 30 --seed 2 --prime", "/* p ? q : r */\nint f"))
                .startsWith("/* p ? q : r */\nint f");
    }

    @Test
    void aPrimeMayComeFromTheStandardInput() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("/* é */\nint f".getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(written("--prime-file - --length 0")).isEqualTo("/* é */\nint f");
        } finally {
            System.setIn(before);
        }
    }
}
