package charrnn.tools.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.cli.Program;
import charrnn.cli.TinyRun;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.Progress;
import charrnn.tools.page.PageData;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export --web} through the command line, on a trained network. */
class WebExportTest {
    @TempDir
    private static Path training;

    private static TinyRun tiny;
    private static Path last;

    @TempDir
    private Path folder;

    private Path page;

    @BeforeAll
    static void trainOnce() throws IOException {
        tiny = TinyRun.of(
                training, 6, file -> ("int f" + file + "(int n)\n{\n\treturn n + " + file + ";\n}\n").repeat(30));
        tiny.train("training.epochs=2", "model.match=2", "model.names=true", "model.gates=coupled")
                .done();
        last = tiny.path().resolve("last.zip");
    }

    @BeforeEach
    void namePage() {
        page = folder.resolve("net.html");
    }

    private Program export(String... more) {
        return Program.line("export --web " + page + " --checkpoint " + last, more);
    }

    private JsonNode network(int index) throws IOException {
        return PageData.of(page).get("networks").get(index);
    }

    @Test
    void thePageIsOneFileThatNamesTheNetworkAndForbidsRequests() throws IOException {
        assertThat(export().done().out()).matches("\\Q" + page + "\\E: [0-9,]+ bytes\\R");
        String html = Files.readString(page);
        assertThat(html)
                .contains(
                        "default-src 'none'; img-src data:; style-src 'sha256-",
                        " 'wasm-unsafe-eval'; worker-src blob:\"")
                .doesNotContain("unsafe-inline", "'unsafe-eval", " src=", "import ", "export ", "{{");
        assertThat(network(0).get("name").asText()).isEqualTo("tiny");
        assertThat(network(0).get("coupled").asBoolean()).isTrue(); // its weights lack those of the input gates
        assertThat(folder).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void aRoundedWeightIsWithinHalfAStepOfItsRow() {
        SplittableRandom random = new SplittableRandom(2);
        float[][] weights = new float[7][5];
        for (float[] row : weights) {
            for (int column = 0; column < 4; column++) { // the last column is all zeros
                row[column] = (float) (random.nextGaussian() * Math.pow(10, column - 2));
            }
        }
        Int8Matrix rounded = Int8Matrix.of(weights, 5);
        for (int i = 0; i < 35; i++) {
            float scale = rounded.scales()[i / 7];
            assertThat(rounded.values()[i] * scale)
                    .isCloseTo(weights[i % 7][i / 7], within(0.5001f * scale + Float.MIN_VALUE));
        }
        assertThat(rounded.values()).contains(127);
    }

    @Test
    void severalCheckpointsAreTheStagesOfATraining() throws IOException {
        Path best = tiny.path().resolve("best.zip");
        Program.line("export --web " + page + " --checkpoint " + last + " --checkpoint " + best)
                .done();
        for (int i = 0; i < 2; i++) {
            Progress progress = CheckpointReader.summary(i == 0 ? last : best).progress();
            assertThat(network(i).get("step").asLong()).isEqualTo(progress.step());
            assertThat(network(i).get("chars").asLong())
                    .isEqualTo(progress.position().chars());
            assertThat(network(i).get("loss").asDouble())
                    .isCloseTo(progress.losses().lastValidationBpc().orElseThrow(), within(0.001));
        }
        assertThat(network(2)).isNull();
        assertThat(network(0).get("name")).isEqualTo(network(1).get("name"));
        assertThat(network(0).get("language").asText()).isEqualTo("c");
    }

    @Test
    void runsOfTheSameNameAreNamedByTheirFolders() throws IOException {
        Path other = folder.resolve("tiny").resolve("best.zip");
        Files.createDirectory(folder.resolve("tiny"));
        Files.copy(last, other);
        export("--checkpoint", other.toString()).done();
        assertThat(network(0).get("name").asText()).isEqualTo(last.getParent().toString());
        assertThat(network(1).get("name").asText()).isEqualTo(other.getParent().toString());
    }
}
