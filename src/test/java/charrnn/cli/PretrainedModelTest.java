package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network in checkpoints/linux, which the README's examples use and which is {@code sample}'s default. */
class PretrainedModelTest {
    private static final String FILE = Path.of("checkpoints/linux/best.zip").toString();

    @Test
    void thePretrainedModelCanBeReadAndSampled() {
        Program sample = Program.run(
                "sample",
                "--checkpoint",
                FILE,
                "--prime",
                "static int ",
                "--length",
                "400",
                "--seed",
                "3",
                "--temperature",
                "0.5");
        assertThat(sample.exitCode()).as(sample.err()).isZero();
        assertThat(sample.out()).hasSizeGreaterThan(400).contains("static int ", "\n{\n\t", ";\n");
    }

    /** The network in checkpoints/matches copies a name that it has never seen from the context. */
    @Test
    void theNetworkThatCopiesUsesTheContext(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("zebra.c");
        Files.writeString(file, "int f(struct zebra *herd)\n{\n\treturn zebra_feed_herd(herd);\n}\n");
        String copying = Path.of("checkpoints/matches/best.zip").toString();
        List<String> line = new ArrayList<>(List.of(
                "sample",
                "--checkpoint",
                copying,
                "--prime",
                "\treturn zebra_f",
                "--length",
                "9",
                "--temperature",
                "0"));
        assertThat(Program.run(line.toArray(String[]::new)).out()).doesNotContain("zebra_feed_herd(");
        line.addAll(List.of("--context", file.toString()));
        assertThat(Program.run(line.toArray(String[]::new)).out()).isEqualTo("\treturn zebra_feed_herd(");
    }

    /** The default may be a newer run of the developer's own. */
    @Test
    void aDefaultNetworkIsAnnounced() {
        Program unnamed = Program.run("sample", "--length", "5", "--seed", "1");
        assertThat(unnamed.exitCode()).as(unnamed.err()).isZero();
        assertThat(unnamed.err().lines())
                .singleElement()
                .asString()
                .matches("network: .*\\.zip of the run .*, step [0-9,]+, (validation .* bits per character|not"
                        + " validated)");
        Program named = Program.run("sample", "--checkpoint", "checkpoints/linux", "--length", "5", "--seed", "1");
        assertThat(named.err()).isEmpty();
    }

    /** The README's example; docs/lab/sampling.md has the figures for 200 seeds. */
    @Test
    void untilFunctionWritesOneFunctionDefinition(@TempDir Path folder) throws IOException {
        String samples = folder.resolve("samples").toString();
        Program sample = Program.run(
                "sample",
                "--checkpoint",
                FILE,
                "--prime",
                "static int ",
                "--until",
                "function",
                "--constrain",
                "c",
                "--count",
                "40",
                "--seed",
                "1",
                "--out",
                samples);
        assertThat(sample.exitCode()).as(sample.err()).isZero();
        long cut = Stream.of(new File(samples).listFiles())
                .filter(file -> file.length() >= 4000)
                .count();
        assertThat(cut).isLessThanOrEqualTo(1);
        JsonNode figures = new ObjectMapper()
                .readTree(Program.run("score", "--files", samples, "--json").out())
                .at("/scores/0/figures");
        assertThat(figures.at("/parses/value").asDouble()).isGreaterThanOrEqualTo(0.8);
        assertThat(figures.at("/parsesWithoutMacros/value").asDouble()).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void inspectDescribesThePretrainedModel() {
        Program inspect = Program.run("inspect", FILE);
        assertThat(inspect.exitCode()).as(inspect.err()).isZero();
        assertThat(inspect.out()).contains("absent: cannot be resumed", "best validation  1.1187");
    }
}
