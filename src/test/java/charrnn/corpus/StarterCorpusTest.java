package charrnn.corpus;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import charrnn.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Properties of the corpus that ships with the project. */
class StarterCorpusTest {
    private static final Path CORPUS = Path.of("corpus", "starter");

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(CORPUS)) {
            return all.filter(f -> f.toString().endsWith(ending)).sorted().toList();
        }
    }

    @Test
    void gccAcceptsEachFile() throws IOException, InterruptedException {
        assumeTrue(isInstalled("gcc"), "no gcc here");
        ProcessBuilder builder =
                new ProcessBuilder("gcc", "-fsyntax-only", "-std=gnu11", "-I", "corpus/starter/include");
        files(".c").forEach(source -> builder.command().add(source.toString()));
        Program.ended(builder).done();
    }

    static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
