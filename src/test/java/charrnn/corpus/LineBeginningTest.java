package charrnn.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.Config;
import charrnn.config.CorpusConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineBeginningTest {
    @TempDir
    private Path folder;

    private String of(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("text"), text);
        CorpusConfig config = Config.defaults().corpus().ofOtherText(List.of(file.toString()), 0);
        return LineBeginning.mostFrequent(Corpus.load(config, warning -> {}));
    }

    @Test
    void frequentSecondWordsBelongToTheBeginning() throws IOException {
        assertThat(of("static int a(void);\nstatic int b(void);\nstatic void c(void);\nint d;\n}\n"))
                .isEqualTo("static int ");
    }

    @Test
    void rareSecondWordsDoNotBelongToTheBeginning() throws IOException {
        StringBuilder text = new StringBuilder("import os\n");
        for (char name = 'a'; name < 'h'; name++) {
            text.append("def ").append(name).append("(x, y):\n    return x + y\n");
        }
        assertThat(of(text.toString())).isEqualTo("def ");
    }

    @Test
    void onlyLinesThatBeginWithALetterAreCounted() throws IOException {
        assertThat(of("\treturn a;\n\treturn b;\n * no word\n * no word\n}\n}\n}\nunit:\nvoid f(void)\n"))
                .isEqualTo("void ");
        assertThat(of("{\n}\n\n\tindented line\n")).isEmpty();
    }

    @Test
    void amongEquallyFrequentBeginningsTheFirstInOrderIsReturned() throws IOException {
        assertThat(of("void f(int a);\nchar g(int a);\nlong h(int a);\n")).isEqualTo("char ");
    }
}
