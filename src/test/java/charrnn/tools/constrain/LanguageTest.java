package charrnn.tools.constrain;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.corpus.Split;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguageTest {
    @TempDir
    private Path folder;

    private static Piece piece(String file, Part part, int chars) {
        return new Piece(file, part, 0, chars, "0".repeat(64));
    }

    @Test
    void theTrainingTextDecidesWhatWasLearned() throws IOException {
        Path checkpoint = folder.resolve("best.zip");
        assertThat(Language.learned(checkpoint)).as("without a split.json").isEqualTo("c");
        Split half = new Split(
                List.of(piece("a.c", Part.TRAIN, 4), piece("b.h", Part.TRAIN, 5), piece("c.py", Part.TRAIN, 9)));
        Files.writeString(folder.resolve("split.json"), half.toJson());
        assertThat(Language.learned(checkpoint)).isEqualTo("c");
        Split less = new Split(
                List.of(piece("a.c", Part.TRAIN, 8), piece("b.c", Part.TEST, 100), piece("input.txt", Part.TRAIN, 9)));
        Files.writeString(folder.resolve("split.json"), less.toJson());
        assertThat(Language.learned(checkpoint)).isEqualTo("other");
        Split python = new Split(List.of(piece("a.py", Part.TRAIN, 8), piece("b.c", Part.TRAIN, 7)));
        Files.writeString(folder.resolve("split.json"), python.toJson());
        assertThat(Language.learned(checkpoint)).isEqualTo("python");
    }
}
