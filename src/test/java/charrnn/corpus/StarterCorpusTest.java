package charrnn.corpus;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import charrnn.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Properties of the corpus that ships with the project. */
class StarterCorpusTest {
    @Test
    void gccAcceptsEachFile() throws IOException, InterruptedException {
        boolean isInstalled = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "gcc")));
        assumeTrue(isInstalled, "no gcc here");
        ProcessBuilder builder =
                new ProcessBuilder("gcc", "-fsyntax-only", "-std=gnu11", "-I", "corpus/starter/include");
        try (Stream<Path> files = Files.walk(Path.of("corpus", "starter"))) {
            files.map(Path::toString).filter(file -> file.endsWith(".c")).forEach(builder.command()::add);
        }
        Program.ended(builder).done();
    }
}
