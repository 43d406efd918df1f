package charrnn.tools.complete;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.tools.complete.Completer.Request;
import charrnn.tools.complete.CompletionText.Next;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTextTest {
    private static CompletionText text(String prefix, String suffix, int indentation, String... stops) {
        return new CompletionText(new Request(prefix, suffix, List.of(), 60, List.of(stops), indentation, 1000, 0, 0));
    }

    /** Writes until the text ends. Returns the last result. */
    private static Next write(CompletionText text, String written) {
        Next next = Next.MORE;
        for (int i = 0; i < written.length() && next != Next.END; i++) {
            next = text.accept(written.charAt(i));
            if (next == Next.FIRST_LINE_END) {
                next = text.beginLines();
            }
        }
        return next;
    }

    /** A bar stands for a line feed. */
    @ParameterizedTest
    @CsvSource({
        // what breaks the structure
        "'int f(', '', 0, 'int a) {|', 'int a) {'", // an incomplete line is cut
        "'int f(', '', 0, 'int a) {|\treturn a;|}|int g;|', 'int a) {|\treturn a;|}|int g;'",
        "'f(', '', 0, 'a)) ;', 'a)'", // closes what is not open
        "'{ f(', '', 0, 'a]', 'a'",
        "'}', '', 0, ' x', ' x'", // text before the cursor may begin within a function
        "'x = \"a', '', 0, 'b\" + 1;', 'b\" + 1;'",
        "'x = ', '', 0, 'f(\"never closed because the text is longer than sixty characters', 'f('",
        "'x = ', '', 0, 'f(\"a|b', 'f('", // a string does not end with its line
        "'a;', '', 0, '|b;|c;|', '|b;|c;'",
        "'a', '', 0, ';|b;|#else|', ';|b;'",
        "'', '', 0, '#endif||', '#endif'", // its #if is further up than the text before the cursor
        // a copy of the rest of the line
        "'memset(', ');|}|', 0, 'p, 0);', 'p, 0'",
        "'f(', ')|}|', 0, 'x(y), z[1]);', 'x(y), z[1]'", // brackets that the text opens are closed
        "'if (', ') {|}|', 0, 'a) {', 'a'",
        "'x = ', ' + 1; |}|', 0, 'a + 1;', 'a'",
        "'f(', ')|}|', 0, ')', ''",
        "'f(\"', '\");|}|', 0, 'a (%d)\");', 'a (%d)'",
        "'f(', ');|}|', 0, 'a)', 'a)'",
        "'x = ', ' |}|', 0, 'a;', 'a;'",
        // a line that is indented less, or follows the cursor
        "'def f():|', '', 0, '    \t)', ''", // white space alone
        "'{|\tif (a)|\t\t', '', 16, 'b();|\t\tc();|\td();|', 'b();|\t\tc();'",
        "'\t', '||\treturn 0;|}|', 0, 'a();|\tb();|  return 0;|\tc();', 'a();|\tb();'",
    })
    void textsEndBeforeWhatDoesNotBelongToThem(
            String prefix, String suffix, int indentation, String written, String expected) {
        CompletionText text = text(prefix.replace('|', '\n'), suffix.replace('|', '\n'), indentation);
        write(text, written.replace('|', '\n'));
        assertThat(text.suggestion(true).text().replace('\n', '|')).isEqualTo(expected);
    }

    /** The rest of the line has a given probability after the first character; the third character is unlikely. */
    @ParameterizedTest
    @CsvSource({
        "'return ', ';', 'a->', 0.3, 'a'",
        "'return ', ';', 'a->', 0.002, ''", // no less likely than the longer text
        "'return ', ';', 'ab>', 0.9, ''", // within a word
        "'return ', ' + 1;', 'a->', 0.9, ''", // a space follows most words
        "'return ', '', 'a->', 0.9, ''",
        "'return \"', ';', 'a->', 0.9, ''",
        "'f(', ');', 'a->', 0.3, 'a'",
        "'f(g(', ');', 'a->', 0.3, ''", // a parenthesis stays open
        "'f(g(', ')', 'a->', 0.3, 'a'", // the next lines may close it
        "'f(', ';', '((a', 0.9, ''"
    })
    void textsEndBeforeTheRestOfTheLineIfLongerTextsAreFarLessLikely(
            String prefix, String rest, String written, double likely, String expected) {
        CompletionText text = text(prefix, rest + "\n}\n", 0);
        double[] ofRest = {0.9, likely, 0.01};
        double[] ofNext = {0.5, 0.6, 0.01};
        boolean ends = false;
        for (int i = 0; i < 3 && !ends; i++) {
            int next = written.charAt(i);
            ends = text.endsBeforeRest(Math.log(ofRest[i]), 0, next, Math.log(ofNext[i]));
            text.accept(next);
        }
        assertThat(ends ? text.suggestion(true).text() : "").isEqualTo(expected);
    }

    @Test
    void aTextThatReachesTheRestOfTheLineIsKept() {
        CompletionText text = text("return ", ";\n}\n", 0);
        for (int next : new int[] {'a', '-', 'b', ';'}) {
            assertThat(text.endsBeforeRest(Math.log(0.4), 0, next, Math.log(0.5)))
                    .isFalse();
            text.accept(next);
        }
        assertThat(text.suggestion(true).text()).isEqualTo("a-b");
    }

    @Test
    void theFirstLineIsCompleteAtItsLineFeed() {
        CompletionText text = text("\tx = ", "", 0);
        assertThat(write(text, "1;")).isEqualTo(Next.MORE);
        assertThat(text.accept('\n')).isEqualTo(Next.FIRST_LINE_END);
        assertThat(text.suggestion(true).text()).isEqualTo("1;");
        assertThat(text.beginLines()).isEqualTo(Next.MORE);
        assertThat(write(text, "\ty = 2;\n\tz")).isEqualTo(Next.MORE);
        assertThat(text.suggestion(true).text()).isEqualTo("1;\n\ty = 2;");
    }

    @Test
    void aLineFeedBeforeAnyCharacterBelongsToTheFirstLine() {
        CompletionText text = text("x = 1;", "", 0);
        assertThat(text.accept('\n')).isEqualTo(Next.MORE);
        assertThat(text.accept('\t')).isEqualTo(Next.MORE);
        assertThat(text.accept('y')).isEqualTo(Next.MORE);
        assertThat(text.accept('\n')).isEqualTo(Next.FIRST_LINE_END);
        assertThat(text.suggestion(true).text()).isEqualTo("\n\ty");
    }

    @Test
    void textsEndBeforeAStopStringAndAtTheirLength() {
        CompletionText text = text("", "", 0, "xyz", "**");
        assertThat(write(text, "axyxyz")).isEqualTo(Next.END);
        assertThat(text.suggestion(true).text()).isEqualTo("axy");
        CompletionText line = text("\tx = ", "", 0, ";\n");
        assertThat(write(line, "1;\n")).isEqualTo(Next.END);
        assertThat(line.suggestion(true).text()).isEqualTo("1");
        CompletionText longer = text("", "", 0);
        assertThat(write(longer, "a".repeat(59))).isEqualTo(Next.MORE);
        assertThat(longer.accept('b')).isEqualTo(Next.LIMIT);
        assertThat(longer.suggestion(true).text()).hasSize(60);
    }
}
