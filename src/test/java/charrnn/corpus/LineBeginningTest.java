package charrnn.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.Config;
import charrnn.config.CorpusConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineBeginningTest {
    @TempDir
    private Path folder;

    private String of(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("text"), text);
        CorpusConfig config = Config.defaults().corpus().ofOtherText(List.of(file.toString()), 0);
        return LineBeginning.mostFrequent(Corpus.load(config, warning -> {}));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        # a frequent second word belongs to the beginning
        static int a(void);\\nstatic int b(void);\\nstatic void c(void);\\nint d;\\n}\\n | `static int `
        # a rare one does not
        import os\\ndef a(x):\\n\\treturn x\\ndef b(y):\\ndef c(x):\\ndef d(x):\\ndef e(x):\\ndef f(x):\\ndef g(x):\\n | `def `
        # only lines that begin with a letter are counted
        \\treturn a;\\n\\treturn b;\\n * no word\\n * no word\\n}\\n}\\n}\\nunit:\\nvoid f(void)\\n | `void `
        {\\n}\\n\\n\\tindented line\\n                             | ``
        # among equally frequent beginnings the first in order is returned
        void f(int a);\\nchar g(int a);\\nlong h(int a);\\n | `char `
        """)
    void theMostFrequentBeginningOfALineIsReturned(String text, String beginning) throws IOException {
        assertThat(of(text.translateEscapes())).isEqualTo(beginning);
    }
}
