package charrnn.tools.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.cli.Program;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusCommandTest {
    @TempDir
    private Path folder;

    @Test
    void theFilesOfASmallPartAreNamedAndAnEmptyPartIsExplained() throws IOException {
        for (String file : new String[] {"lib/rbtree.c", "lib/sort.c", "lib/list.c", "include/base.h"}) {
            Files.copy(
                    Path.of("corpus/starter", file),
                    folder.resolve(Path.of(file).getFileName()));
        }
        Program program = Program.line("corpus --set corpus.testShare=0", folder.toString());
        assertThat(program.out())
                .containsPattern("validation +[0-9,]+ characters \\([0-9.]+ %\\) in 1 file: \\w+\\.[ch]\\R")
                .containsPattern("training .* in 3 files: \\w+\\.[ch], \\w+\\.[ch], \\w+\\.[ch]\\R")
                .containsPattern("test +none: corpus\\.testShare is 0");
        JsonNode json = Program.line("corpus --set corpus.testShare=0 --json", folder.toString())
                .json();
        assertThat(json.at("/parts/test/files").asInt()).isZero();
    }

    @Test
    void theJsonIsOneDocumentWithEverything() throws IOException {
        Map<String, String> files = Map.of(
                "a.c",
                "int a;\n\nlong line of a;\n",
                "b.c",
                "xx\nno end",
                "c.c",
                "1234567\n",
                "d.c",
                "1234567\n",
                "e.c",
                "z\n");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        JsonNode json = Program.run("corpus", folder.toString(), "--json").json();
        long chars = json.get("chars").asLong();
        assertThat(chars).isPositive();
        assertThat(json.at("/parts/train/chars").asLong()
                        + json.at("/parts/validation/chars").asLong()
                        + json.at("/parts/test/chars").asLong())
                .isEqualTo(chars);
        assertThat(json.get("vocabulary")
                        .valueStream()
                        .mapToLong(symbol -> symbol.get("count").asLong())
                        .sum())
                .isEqualTo(chars);
        assertThat(json.get("vocabulary").toString()).contains("{\"symbol\":\"\\n\",\"count\":6}");
        assertThat(json.get("lines").asInt()).isEqualTo(6);
        assertThat(json.at("/entropy/bits")).hasSize(5);
        assertThat(json.get("duplicates").toString()).containsPattern("c\\.c.*d\\.c|d\\.c.*c\\.c");
        assertThat(json.get("duplicates")).hasSize(1);
    }
}
