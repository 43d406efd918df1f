package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusCommandTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void copySomeFiles() throws IOException {
        for (String file : new String[] {"lib/rbtree.c", "lib/sort.c", "include/base.h"}) {
            Files.copy(Path.of("corpus", file), folder.resolve(Path.of(file).getFileName()));
        }
        String text = Files.readString(folder.resolve("rbtree.c"));
        Files.writeString(folder.resolve("same.c"), text);
        Files.writeString(folder.resolve("copy.c"), "/* Taken over. */\n" + text);
    }

    @Test
    void theTextNamesEveryFigure() {
        Program program = Program.run("corpus", folder.toString(), "--near-duplicates");
        assertThat(program.exitCode()).as(program.err()).isZero();
        assertThat(program.out()
                        .lines()
                        .map(line -> line.substring(0, 16).strip())
                        .filter(name -> !name.isEmpty()))
                .containsExactly(
                        "files",
                        "characters",
                        "training",
                        "validation",
                        "test",
                        "vocabulary",
                        "entropy",
                        "longest lines",
                        "duplicates",
                        "near copies");
        assertThat(program.out())
                .contains("4 (left out: 1 duplicates, 0 unreadable or empty)", "1 pairs of files", "' ' (U+0020)");
    }

    @Test
    void theJsonIsOneDocumentWithEverything() throws IOException {
        Program program =
                Program.run("corpus", folder.toString(), "--near-duplicates", "--similarity", "0.9", "--json");
        assertThat(program.exitCode()).as(program.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(program.out());
        long chars = json.get("chars").asLong();
        assertThat(chars).isPositive();
        assertThat(json.at("/parts/train/chars").asLong()
                        + json.at("/parts/validation/chars").asLong()
                        + json.at("/parts/test/chars").asLong())
                .isEqualTo(chars);
        assertThat(StreamSupport.stream(json.get("vocabulary").spliterator(), false)
                        .mapToLong(symbol -> symbol.get("count").asLong())
                        .sum())
                .isEqualTo(chars);
        assertThat(json.at("/entropy/bits")).hasSize(5);
        assertThat(json.at("/longestLines/0/chars").asLong()).isPositive();
        assertThat(json.get("duplicates")).hasSize(1);
        assertThat(json.at("/nearDuplicates/pairs")).hasSize(1);
        assertThat(json.at("/nearDuplicates/pairs/0/similarity").asDouble()).isBetween(0.9, 1.0);
    }

    @Test
    void withoutNearDuplicatesNobodyLooksForThem() throws IOException {
        Program program = Program.run("corpus", folder.toString(), "--set", "corpus.testShare=0", "--json");
        JsonNode json = new ObjectMapper().readTree(program.out());
        assertThat(json.has("nearDuplicates")).isFalse();
        assertThat(json.at("/parts/test/files").asInt()).isZero();
    }
}
