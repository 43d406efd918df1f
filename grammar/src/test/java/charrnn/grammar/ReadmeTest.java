package charrnn.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
    private static final Path README = CTextTest.FOLDER.resolve("README.md");

    private static String block(String language) throws IOException {
        Matcher block = Pattern.compile("```" + language + "\n(?s:(.*?))```").matcher(Files.readString(README));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    @Test
    void theExampleCompilesAndPrintsWhatTheReadmeShows(@TempDir Path folder) throws Exception {
        Path source = Files.writeString(folder.resolve("Example.java"), block("java"));
        Path library = Path.of(
                CText.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        int errors = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", library.toString(), "-d", folder.toString(), source.toString());
        assertThat(errors).isZero();
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass("Example").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo(block("text"));
    }
}
