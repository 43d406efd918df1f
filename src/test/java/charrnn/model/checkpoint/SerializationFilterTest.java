package charrnn.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.cli.Program;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in a process of its own, since the filter cannot be removed. */
@Tag("long")
class SerializationFilterTest {
    @Test
    void deeplearning4jWorksWithTheFilter(@TempDir Path folder) throws Exception {
        assertThat(run(List.of(), folder)).endsWith("all well\n");
    }

    @Test
    void filterGivenToJavaStays(@TempDir Path folder) throws Exception {
        assertThat(run(List.of("-Djdk.serialFilter=java.base/*"), folder)).contains("IllegalStateException: read [1]");
    }

    private static String run(List<String> options, Path folder) throws Exception {
        ProcessBuilder builder = Program.process(FilteredProgram.class, folder.toString());
        builder.command().add(1, "-Xmx1g");
        builder.command().addAll(1, options);
        Process process = builder.redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
