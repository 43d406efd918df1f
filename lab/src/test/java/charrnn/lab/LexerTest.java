package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LexerTest {
    private static List<String> tokens(String text) {
        return new Lexer(text)
                .tokens.stream()
                        .map(token -> token.kind() + " " + token.text(text))
                        .toList();
    }

    private static boolean isValid(String text) {
        return new Lexer(text).valid;
    }

    @Test
    void tokensHaveTheirKinds() {
        assertThat(tokens("#define N 3 \\\n"
                        + " + 4\n"
                        + "int x = 0x1fUL + 1.5e-3f; /* a\n"
                        + "\"b */ char c = '\\''; // \"\n"
                        + "s = \"a\\\"\";"))
                .containsExactly(
                        "DIRECTIVE #define N 3 \\\n + 4",
                        "WORD int",
                        "WORD x",
                        "PUNCTUATION =",
                        "NUMBER 0x1fUL",
                        "PUNCTUATION +",
                        "NUMBER 1.5e-3f",
                        "PUNCTUATION ;",
                        "COMMENT /* a\n\"b */",
                        "WORD char",
                        "WORD c",
                        "PUNCTUATION =",
                        "LITERAL '\\''",
                        "PUNCTUATION ;",
                        "COMMENT // \"",
                        "WORD s",
                        "PUNCTUATION =",
                        "LITERAL \"a\\\"\"",
                        "PUNCTUATION ;");
    }

    @Test
    void hashWithinALineIsNoDirective() {
        assertThat(tokens("x #y\n  /* c */ # if 1"))
                .containsExactly("WORD x", "PUNCTUATION #", "WORD y", "COMMENT /* c */", "DIRECTIVE # if 1");
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
                "x = a ? b : c...d;\n",
                // cut off
                "/* and so",
                "s = \"and so",
                "s = \"and \\",
                "s = \"and \\\"",
                "c = '",
                "c = '\\'"
            })
    void correctTextHasNoFaults(String text) {
        assertThat(isValid(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s = \"abc\nint x;",
                "c = '';",
                "a @ b",
                "a `",
                "a \\ b",
                "a \u0001",
                "a $",
                "c = 'ab\n'x';",
                "s = \"a\\\"\n;"
            })
    void wrongTextHasFaults(String text) {
        assertThat(isValid(text)).isFalse();
    }

    @Test
    void continuesAfterAFault() {
        assertThat(tokens("s = \"abc\nint x;")).endsWith("WORD int", "WORD x", "PUNCTUATION ;");
    }
}
