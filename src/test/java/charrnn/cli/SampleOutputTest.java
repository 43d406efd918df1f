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

class SampleOutputTest {
    @Test
    void aSampleOnATerminalIsEscapedAndItsLineEnded() {
        StringWriter out = new StringWriter();
        Listener printer = CommandLine.populateCommand(new SampleOutput(), "--count=1")
                .listener(new PrintWriter(out), true, "\u001b[2J\r\u0080\u061c\u2028", FinishReason::name);
        printer.accept(List.of(new Token(0x202e, 0, List.of()), new Token('\t', 0, List.of())));
        printer.complete(new Sample(0, 0, "", FinishReason.LENGTH, 0));
        assertThat(out).hasToString("\\u001B[2J\\u000D\\u0080\\u061C\\u2028\\u202E\t\n");
    }
}
