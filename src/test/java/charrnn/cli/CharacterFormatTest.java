package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.Samples.Listener;
import charrnn.sample.Samples.Sample;
import charrnn.sample.Token;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CharacterFormatTest {
    @Test
    void lessLikelyCharactersAreRedder() {
        CharacterFormat format = new CharacterFormat(true, false);
        assertThat(format.coloured('a', 0.7)).isEqualTo("a");
        assertThat(format.coloured('a', 0.3)).isEqualTo("\u001b[38;5;34ma\u001b[0m");
        assertThat(format.coloured('a', 0.1)).isEqualTo("\u001b[38;5;178ma\u001b[0m");
        assertThat(format.coloured('a', 0.02)).isEqualTo("\u001b[38;5;208ma\u001b[0m");
        assertThat(format.coloured(0x1f600, 0.002)).isEqualTo("\u001b[38;5;196m😀\u001b[0m");
    }

    @Test
    void controlCharactersAreEscapedOnATerminal() {
        assertThat(new CharacterFormat(true, true).coloured(0x9b, 0.7)).isEqualTo("\\u009B");
        assertThat(new CharacterFormat(true, true).coloured(0x2066, 0.3)).isEqualTo("\u001b[38;5;34m\\u2066\u001b[0m");
        assertThat(new CharacterFormat(true, true).coloured('\n', 0.9)).isEqualTo("\n");
        String obeyed = "\u0000\r\u001b\u007f\u0080\u009f\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069";
        assertThat(new CharacterFormat(false, true).plain(obeyed).codePoints()).allMatch(c -> c > 31 && c < 127);
        assertThat(new CharacterFormat(false, true).plain("é\t\n😀")).isEqualTo("é\t\n😀");
        assertThat(new CharacterFormat(false, false).plain(obeyed)).isEqualTo(obeyed);
    }

    @Test
    void aSampleOnATerminalIsEscapedAndItsLineEnded() {
        StringWriter out = new StringWriter();
        Listener printer = CommandLine.populateCommand(new SampleOutput(), "--count=1")
                .listener(new PrintWriter(out), new CharacterFormat(false, true), "\u001b[2J", FinishReason::name);
        printer.accept(List.of(new Token(0x202e, 0, List.of()), new Token('\t', 0, List.of())));
        printer.complete(new Sample(0, 0, "", FinishReason.LENGTH, 0));
        assertThat(out).hasToString("\\u001B[2J\\u202E\t\n");
    }
}
