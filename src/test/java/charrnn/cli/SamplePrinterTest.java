package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.sample.FinishReason;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class SamplePrinterTest {
    private final StringWriter out = new StringWriter();

    private SamplePrinter printer(int count) {
        return new SamplePrinter(new PrintWriter(out), new Tint(false), "p", "--\n", count);
    }

    private String written() {
        return out.toString().replace('\n', '|');
    }

    @Test
    void samplesComeInOrderAndTheFirstUnfinishedAsItIsWritten() {
        SamplePrinter printer = printer(4);
        printer.accept(1, 'x');
        printer.accept(0, 'a');
        assertThat(written()).isEqualTo("pa");
        printer.complete(2, FinishReason.LENGTH);
        printer.complete(0, FinishReason.LENGTH);
        assertThat(written()).isEqualTo("pa|--|px");
        printer.accept(1, 'y');
        assertThat(written()).isEqualTo("pa|--|pxy");
        printer.accept(3, 'é');
        printer.complete(1, FinishReason.LENGTH);
        assertThat(written()).isEqualTo("pa|--|pxy|--|p|--|pé");
        printer.complete(3, FinishReason.LENGTH);
        assertThat(written()).isEqualTo("pa|--|pxy|--|p|--|pé|");
    }

    @Test
    void aLineEndIsNotDoubled() {
        SamplePrinter printer = printer(2);
        printer.accept(0, '\n');
        printer.complete(0, FinishReason.UNTIL);
        printer.accept(1, '\n');
        printer.complete(1, FinishReason.UNTIL);
        assertThat(written()).isEqualTo("p|--|p|");
    }

    @Test
    void aSingleSampleIsPrintedAsItIs() {
        SamplePrinter printer = printer(1);
        printer.accept(0, 0x202e);
        printer.accept(0, 0x9b);
        printer.complete(0, FinishReason.LENGTH);
        assertThat(written()).isEqualTo("p\u202e\u009b");
    }

    @Test
    void onATerminalControlCharactersAreEscapedAndTheLineIsEnded() {
        SamplePrinter printer = new SamplePrinter(new PrintWriter(out), new Tint(false, true), "\u001b[2J", "--\n", 1);
        printer.accept(0, 0x202e);
        printer.accept(0, '\t');
        printer.accept(0, 0x9b);
        printer.complete(0, FinishReason.LENGTH);
        assertThat(written()).isEqualTo("\\u001B[2J\\u202E\t\\u009B|");
    }

    @Test
    void theLastSampleMayBeDoneFirst() {
        SamplePrinter printer = printer(2);
        printer.accept(1, 'x');
        printer.complete(1, FinishReason.LENGTH);
        printer.complete(0, FinishReason.LENGTH);
        assertThat(written()).isEqualTo("p|--|px|");
    }
}
