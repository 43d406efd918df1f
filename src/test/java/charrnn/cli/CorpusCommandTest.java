package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusCommandTest {
    @TempDir
    private Path folder;

    @Test
    void itPrintsFilesPartsSymbolsAndDuplicates() throws IOException {
        for (String file : new String[] {"rbtree", "sort", "list"}) {
            Files.copy(Path.of("corpus/starter/lib", file + ".c"), folder.resolve(file + ".c"));
        }
        Files.copy(folder.resolve("sort.c"), folder.resolve("sorted.c"));
        Files.createFile(folder.resolve("empty.c"));
        assertThat(Program.line("corpus --set corpus.testShare=0", folder.toString())
                        .out())
                .matches(
                        "3 files, [0-9,]+ characters, [0-9]+ symbols \\(left out: 1 duplicate, 1 unreadable or empty\\);"
                                + " training [0-9,]+ characters in 2 files, validation [0-9,]+ characters in 1 file, test none\\R");
    }
}
