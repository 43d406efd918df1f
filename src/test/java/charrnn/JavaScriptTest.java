package charrnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs the tests of the pages' scripts, in src/test/js, in Node. */
class JavaScriptTest {
    @Test
    void scriptsPassTheirOwnTests() throws IOException, InterruptedException {
        assumeThat(Path.of("/usr/bin/node")).as("Node isn't installed").matches(Files::isExecutable);
        List<String> command = new ArrayList<>(List.of("/usr/bin/node", "--test"));
        try (DirectoryStream<Path> tests = Files.newDirectoryStream(Path.of("src/test/js"), "*.test.js")) {
            tests.forEach(test -> command.add(test.toString()));
        }
        Process node = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).as(output).isZero();
    }
}
