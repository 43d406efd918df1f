package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.cli.base.StandardStreams;
import charrnn.message.TerminalText;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.Samples.Listener;
import charrnn.sample.Samples.Sample;
import charrnn.sample.Token;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Control characters are escaped in what the program prints, but not in generated text. */
class EscapingWriterTest {
    private static final String EVERY_CHARACTER = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(c -> Character.getType(c) != Character.SURROGATE)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    private static String printed(String text) {
        StringWriter out = new StringWriter();
        try (EscapingWriter writer = new EscapingWriter(out)) {
            writer.print(text);
        }
        return out.toString();
    }

    @Test
    void onlyPrintableCharactersAreUnchanged() {
        String text = "int größe = '世' + '\u05d0'; /* \ud83d\ude00 \\u0041 */\n\tnext\r\n";
        assertThat(printed(text)).isEqualTo(text);
        assertThat(printed(EVERY_CHARACTER)
                        .codePoints()
                        .filter(c -> !TerminalText.isPrintable(Character.toString(c)) && c != '\n' && c != '\t'))
                .isEmpty();
    }

    @Test
    void coloursAndErasedLinesPassButNoOtherSequence() {
        String own = StandardStreams.ERASE_LINE + "\u001b[1m\u001b[38;5;42mtrain\u001b[0m";
        assertThat(printed(own)).isEqualTo(own);
        assertThat(printed("\u001b[2J\u001b]0;title\u0007")).isEqualTo("\\u001B[2J\\u001B]0;title\\u0007");
    }

    @Test
    void aJsonDocumentStaysTheSameDocument() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode document =
                mapper.createObjectNode().put("text", EVERY_CHARACTER).put("\u202ename", 1);
        String json = printed(document.toPrettyString());
        assertThat(mapper.readTree(json)).isEqualTo(document);
        assertThat(json).doesNotContain("\u202e", "\u2028", "\u009b");
    }

    @Test
    void everyPrintMethodEscapes() {
        StringWriter out = new StringWriter();
        EscapingWriter writer = new EscapingWriter(out);
        writer.print('\u202e');
        writer.write('\u202e');
        writer.write("x\u202ex".toCharArray(), 1, 1);
        writer.write("x\u202ex", 1, 1);
        writer.append('\u202e');
        writer.printf(Locale.ROOT, "%s", "\u202e");
        writer.flush();
        assertThat(out.toString()).isEqualTo("\\u202E".repeat(6));
    }

    @Test
    void generatedTextIsWrittenByteForByte() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        EscapingWriter writer = new EscapingWriter(new PrintStream(bytes));
        writer.println("head");
        EscapingWriter.plain(writer).print(EVERY_CHARACTER);
        EscapingWriter.plain(writer).flush();
        writer.print("\u2028");
        writer.flush();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("head" + System.lineSeparator() + EVERY_CHARACTER + "\\u2028");
    }

    @Test
    void aClosedOutputIsAnError() throws Exception {
        PipedInputStream reader = new PipedInputStream();
        try (EscapingWriter writer = new EscapingWriter(new PrintStream(new PipedOutputStream(reader)))) {
            PrintWriter plain = EscapingWriter.plain(writer);
            plain.print('x');
            assertThat(plain.checkError()).isFalse();
            reader.close();
            plain.print('y');
            assertThat(plain.checkError()).isTrue();
        }
    }

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
