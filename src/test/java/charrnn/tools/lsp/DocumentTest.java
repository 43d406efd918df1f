package charrnn.tools.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.tools.complete.Completer.Request;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.lsp4j.InlineCompletionTriggerKind;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentTest {
    private static final List<String> PARTS = List.of("a", "int x;", "\n", "\r\n", "\r", "\t", "é", "𝒳", "😀", "");

    private static String randomText(Random random, int parts) {
        return IntStream.range(0, random.nextInt(parts))
                .mapToObj(part -> PARTS.get(random.nextInt(PARTS.size())))
                .collect(Collectors.joining());
    }

    /** The place of an index that is not within a line end, as an editor counts it. */
    private static Position position(String text, int index) {
        String[] lines = text.substring(0, index).split("\r\n|\r|\n", -1);
        return new Position(lines.length - 1, lines[lines.length - 1].length());
    }

    private static boolean isWithinLineEnd(String text, int index) {
        return index > 0 && text.startsWith("\r\n", index - 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void changesGiveTheTextOfTheEditor(long seed) {
        Random random = new Random(seed);
        String text = randomText(random, 60);
        Document document = new Document(text);
        for (int edit = 0; edit < 300; edit++) {
            int start = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), start + random.nextInt(4));
            if (isWithinLineEnd(text, start) || isWithinLineEnd(text, end)) {
                continue;
            }
            String inserted = randomText(random, 4);
            Range range = new Range(position(text, start), position(text, end));
            document = document.after(new TextDocumentContentChangeEvent(range, inserted));
            text = text.substring(0, start) + inserted + text.substring(end);
            assertThat(document.text()).isEqualTo(text);
        }
        assertThat(document.after(new TextDocumentContentChangeEvent("new")).text())
                .isEqualTo("new");
    }

    /** LSP names the nearest place for some of these, and none for the others. */
    @ParameterizedTest
    @CsvSource({
        "0, 9, 0, 99, 'ab!|cd'", // after the end of a line
        "5, 0, 2147483647, 7, 'ab|cd!'", // after the last line
        "-4, -1, 0, -7, '!ab|cd'",
        "0, 2147483647, 0, 2147483647, 'ab!|cd'",
        "1, 1, 0, 1, 'a!d'" // the end before the start
    })
    void aWrongRangeIsTheNearestOne(int line, int character, int endLine, int endCharacter, String expected) {
        Range range = new Range(new Position(line, character), new Position(endLine, endCharacter));
        assertThat(new Document("ab\ncd")
                        .after(new TextDocumentContentChangeEvent(range, "!"))
                        .text())
                .isEqualTo(expected.replace('|', '\n'));
    }

    /** An editor that counts UTF-16 units may write a pair in two steps. */
    @Test
    void anEditWithinASurrogatePairKeepsTheOtherUnits() {
        Document document = new Document("x😀y");
        Range within = new Range(new Position(0, 2), new Position(0, 3));
        Document half = document.after(new TextDocumentContentChangeEvent(within, ""));
        assertThat(half.text()).isEqualTo("x\uD83Dy");
        Range after = new Range(new Position(0, 2), new Position(0, 2));
        assertThat(half.after(new TextDocumentContentChangeEvent(after, "\uDE00")))
                .isEqualTo(document);
        assertThat(request(half, 0, 3).prefix()).isEqualTo("x\uD83Dy");
    }

    private static Request request(Document document, int line, int character) {
        return document.request(new Position(line, character), InlineCompletionTriggerKind.Automatic);
    }

    @Test
    void aRequestHasTheTextsBesideTheCursor() {
        Request request = request(new Document("int a;\r\n \tf(😀);\r\n}"), 1, 7);
        assertThat(request.prefix()).isEqualTo("int a;\n \tf(😀)");
        assertThat(request.suffix()).isEqualTo(";\n}");
        assertThat(request.indentation()).isEqualTo(8);
        assertThat(request(new Document("x😀y"), 0, 2).prefix()).isEqualTo("x");
        assertThat(request(new Document("x😀y"), 0, 2).suffix()).isEqualTo("😀y");
        assertThat(request(new Document(""), 7, 7).prefix()).isEmpty();
    }

    @Test
    void aRequestOfTheUserHasNoMinimumConfidence() {
        Document document = new Document("a");
        Position start = new Position(0, 0);
        assertThat(document.request(start, InlineCompletionTriggerKind.Invoked).minConfidence())
                .isZero();
        assertThat(request(document, 0, 0).minConfidence()).isEqualTo(0.5);
    }

    @Test
    void aRequestOfALongTextIsBounded() {
        Request request = request(new Document("int a;\n".repeat(100_000)), 50_000, 0);
        assertThat(request.prefix()).hasSize(20_000);
        assertThat(request.suffix()).hasSize(10_000);
    }
}
