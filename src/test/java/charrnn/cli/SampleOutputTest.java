package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.Samples.Listener;
import charrnn.sample.Samples.Sample;
import charrnn.sample.Token;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SampleOutputTest {
    private final StringWriter out = new StringWriter();

    private Listener printer(int count) {
        return printer(count, "p", false);
    }

    private Listener printer(int count, String prime, boolean terminal) {
        return CommandLine.populateCommand(new SampleOutput(), "--count=" + count)
                .listener(new PrintWriter(out), new CharacterFormat(false, terminal), prime, FinishReason::name);
    }

    private String written() {
        return out.toString().replace('\n', '|');
    }

    private static void accept(Listener printer, int... codePoints) {
        printer.accept(IntStream.of(codePoints)
                .mapToObj(codePoint -> new Token(codePoint, 0, List.of()))
                .toList());
    }

    private static void complete(Listener printer, int sample) {
        printer.complete(new Sample(sample, 0, "", FinishReason.LENGTH, 0));
    }

    @Test
    void samplesAreSeparatedAndBeginWithTheirPrimes() {
        Listener printer = printer(3);
        accept(printer, 'a');
        assertThat(written()).isEqualTo("pa");
        complete(printer, 0);
        assertThat(written()).isEqualTo("pa|---------------|p");
        accept(printer, 'x', 'y');
        assertThat(written()).isEqualTo("pa|---------------|pxy");
        complete(printer, 1);
        complete(printer, 2);
        assertThat(written()).isEqualTo("pa|---------------|pxy|---------------|p|");
    }

    @Test
    void aLineEndIsNotDoubled() {
        Listener printer = printer(2);
        accept(printer, '\n');
        complete(printer, 0);
        accept(printer, '\n');
        complete(printer, 1);
        assertThat(written()).isEqualTo("p|---------------|p|");
    }

    @Test
    void aSingleSampleIsPrintedAsItIs() {
        Listener printer = printer(1);
        accept(printer, 0x202e, 0x9b);
        complete(printer, 0);
        assertThat(written()).isEqualTo("p\u202e\u009b");
    }

    @Test
    void onATerminalControlCharactersAreEscapedAndTheLineIsEnded() {
        Listener printer = printer(1, "\u001b[2J", true);
        accept(printer, 0x202e, '\t', 0x9b);
        complete(printer, 0);
        assertThat(written()).isEqualTo("\\u001B[2J\\u202E\t\\u009B|");
    }
}
