package charrnn.tools.score;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.tools.score.Lexer.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LexerTest {
    private static List<String> tokens(String text) {
        return Lexer.lex(text).tokens().stream()
                .map(token -> token.kind() + " " + token.text(text))
                .toList();
    }

    private static List<Fault.Kind> faults(String text) {
        return Lexer.lex(text).faults().stream().map(Fault::kind).toList();
    }

    @Test
    void tokensHaveTheirKinds() {
        assertThat(
                        tokens(
                                "#define N 3 \\\n + 4\nint x = 0x1fUL + 1.5e-3f; /* a\n\"b */ char c = '\\''; // \"\ns = \"a\\\"\";"))
                .containsExactly(
                        "DIRECTIVE #define N 3 \\\n + 4",
                        "WORD int",
                        "WORD x",
                        "MARK =",
                        "NUMBER 0x1fUL",
                        "MARK +",
                        "NUMBER 1.5e-3f",
                        "MARK ;",
                        "COMMENT /* a\n\"b */",
                        "WORD char",
                        "WORD c",
                        "MARK =",
                        "CHARACTER '\\''",
                        "MARK ;",
                        "COMMENT // \"",
                        "WORD s",
                        "MARK =",
                        "STRING \"a\\\"\"",
                        "MARK ;");
    }

    @Test
    void hashWithinALineIsNoDirective() {
        assertThat(tokens("x #y\n  /* c */ # if 1"))
                .containsExactly("WORD x", "MARK #", "WORD y", "COMMENT /* c */", "DIRECTIVE # if 1");
    }

    @Test
    void commentInADirectiveMaySpanLines() {
        assertThat(tokens("#define A /* one\ntwo */ 3\nint"))
                .containsExactly("DIRECTIVE #define A /* one\ntwo */ 3", "WORD int");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "char *s = \"\\\\\";\n",
                "char c = '\"', d = '\\\\';\n",
                "#error don't do this\n",
                "#define QUOTE '\"'\n",
                "#define QUOTE '\"' /* the \"double\n one's */\n",
                "#define OPEN '/*'\nint a;\n",
                "char *s = \"a \\\nb\";\n",
                "char *s = L\"a\" \"b\" u8\"c\";\n",
                "int größe;\n",
                "/* it's \"here\" */\n",
                "// it's here\n",
                "x = a ? b : c...d;\n"
            })
    void correctTextHasNoFaults(String text) {
        Lexer lexed = Lexer.lex(text);
        assertThat(lexed.faults()).isEmpty();
        assertThat(lexed.isOpen()).isFalse();
    }

    @Test
    void continuesAfterAFault() {
        assertThat(faults("s = \"abc\nint x;")).containsExactly(Fault.Kind.UNTERMINATED_LITERAL);
        assertThat(tokens("s = \"abc\nint x;")).endsWith("WORD int", "WORD x", "MARK ;");
        assertThat(faults("c = '';")).containsExactly(Fault.Kind.EMPTY_CHARACTER);
        assertThat(faults("a @ b ` \\ \u0001 $"))
                .containsOnly(Fault.Kind.STRAY_CHARACTER)
                .hasSize(5);
        assertThat(faults("c = 'ab\n'x';")).containsExactly(Fault.Kind.UNTERMINATED_LITERAL);
        assertThat(faults("s = \"a\\\"\n;")).containsExactly(Fault.Kind.UNTERMINATED_LITERAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/* and so", "s = \"and so", "s = \"and \\", "s = \"and \\\"", "c = '", "c = '\\'"})
    void textCutOffIsOpenWithoutAFault(String text) {
        Lexer lexed = Lexer.lex(text);
        assertThat(lexed.isOpen()).isTrue();
        assertThat(lexed.faults()).isEmpty();
    }
}
