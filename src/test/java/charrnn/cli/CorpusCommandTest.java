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
                .containsPattern("files +3 \\(1 more are unreadable or empty\\)\\R")
                .containsPattern("validation +[0-9,]+ characters \\([0-9.]+ %\\) in 1 file: \\w+\\.c\\R")
                .containsPattern("training .* in 2 files: \\w+\\.c, \\w+\\.c\\R")
                .containsPattern("test +0 characters \\(0.00 %\\) in 0 files\\R")
                .containsPattern("vocabulary +[0-9]+ symbols\\R")
                .containsPattern("duplicates +1 sort(ed)?\\.c is sort(ed)?\\.c\\R");
    }
}
