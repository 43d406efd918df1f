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

    private String learned(Piece... pieces) throws IOException {
        Files.writeString(folder.resolve("split.json"), new Split(List.of(pieces)).toJson());
        return Language.learned(folder.resolve("best.zip"));
    }

    @Test
    void theTrainingTextDecidesWhatWasLearned() throws IOException {
        assertThat(Language.learned(folder.resolve("best.zip")))
                .as("without a split.json")
                .isEqualTo("c");
        assertThat(learned(piece("a.c", Part.TRAIN, 4), piece("b.h", Part.TRAIN, 5), piece("c.py", Part.TRAIN, 9)))
                .isEqualTo("c");
        assertThat(learned(piece("a.c", Part.TRAIN, 8), piece("b.c", Part.TEST, 100), piece("x.txt", Part.TRAIN, 9)))
                .isEqualTo("other");
        assertThat(learned(piece("a.py", Part.TRAIN, 8), piece("b.c", Part.TRAIN, 7)))
                .isEqualTo("python");
    }
}
