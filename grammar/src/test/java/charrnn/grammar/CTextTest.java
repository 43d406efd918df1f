package charrnn.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CTextTest {
    /** The folder of this project; in the build of the program, the current one is that around it. */
    static final Path FOLDER =
            Path.of(Files.exists(Path.of("grammar")) ? "grammar" : "").toAbsolutePath();

    static final Path CORPUS = FOLDER.resolveSibling("corpus/starter");

    static Prompt prompt(String text) {
        Prompt prompt = new Prompt();
        text.codePoints().forEach(prompt::read);
        return prompt;
    }

    /** The text of the grammar after a prime. */
    private static CText parsed(String text) {
        return prompt(text).text(false, null);
    }

    static List<Path> realFiles() throws IOException {
        try (Stream<Path> files = Files.walk(CORPUS)) {
            return files.filter(file -> file.toString().matches(".*\\.[ch]"))
                    .sorted()
                    .toList();
        }
    }

    /** The true next character is allowed at each position of real files. */
    @Test
    void everyCharacterOfTheStarterCorpusIsAllowed() throws IOException {
        for (Path file : realFiles()) {
            CText text = CText.begin("file", FunctionState.OF_GIVEN, 0);
            int position = 0;
            for (int codePoint : Files.readString(file).codePoints().toArray()) {
                text = text.after(codePoint);
                position++;
                assertThat(text).as("%s, character %d", file, position).isNotNull();
            }
            assertThat(text.isComplete()).as("%s", file).isTrue();
        }
    }

    /** Whether a generated text may go on with some tokens. */
    private static boolean allows(String prime, String tokens) {
        CText text = parsed(prime).after(tokens);
        return text != null && (text.region() != CText.Region.CODE || text.ended() != null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        f(a|)|;
        `int f() { if (a) b(); `|else|elsewhere:}
        `int f() { b(); `|b();|else
        `int f() { `|if|break;
        `int f() { for (;;) { `|break;|case
        `int f() { while (a) if (b) `|continue;|default
        `int f() { switch (a) { `|case|continue;
        `int f() { switch (a) { case 1: for (;;) { `|break;|]
        `int f() { x = a ? b `|:|;
        `int f() { do x(); `|while|}
        `int f() { x `|= 1;|1
        int f() { a * b|;|(
        int f() { a->|b|if
        `int f() { goto `|a|1
        `int f() { a: `|b();|}
        `struct a { int b; `|}|return
        int a[] = { 1|}|;
        static int f|(|{
        int f(int a|[|{
        `int f() { x = `|"a" "b";|"a
        int f() { x = 0x1|f;|g
        int f() { a[|1]|1, 2]
        int f() { g(|b, c)|struct b)
        int f() { container_of(|a, struct b, c.d)|;
        `int f(int a, struct b *`|c|a
        `int f(int a) { int `|b|a
        `int f(int a) { long b, *`|c|b
        `int f(int a) { if (a) { int `|a|if
        `int f() { if (a) { int b; } int `|b|a(
        `int f() { a(); int `|b|a
        `int f() { `|a();|f();
        `int f() { goto ab; `|ab:|}
        `int f() { ab: a(); `|b:|ab:
        `int f() { ab: goto ab; `|}|ab:
        `int f() { goto ab; if (a) { `|}|ab}
        """)
    void allowsWhatGrammarAndDeclaredNamesHave(String before, String allowed, String refused) {
        assertThat(allows(before, allowed)).as("%s", allowed).isTrue();
        assertThat(allows(before, refused)).as("%s", refused).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#define OPEN \"/*\"",
                "#define QUOTE '\"' /* a comment\n of two lines */",
                "#include_next <a.h>",
                "#line 3 \"a.c\"",
                "#ident \"a\"",
                "#ifdef A\n#elifdef B\n#elifndef C\n#endif"
            })
    void directivesEndWhereACompilerEndsThem(String directive) {
        CText text = Objects.requireNonNull(parsed(directive + "\nint a").after(";"));
        assertThat(text.isComplete()).isTrue();
    }

    @Test
    void anUnknownDirectiveDoesNotEnd() {
        assertThat(parsed("#include A").after("\n")).isNotNull();
        assertThat(parsed("#include_").after("\n")).isNull();
    }

    /** Each branch ends with what was open at its beginning, since the first one counts after {@code #endif}. */
    @Test
    void conditionalsEndWhereTheirBranchesMayEnd() {
        CText text = CText.begin("file", FunctionState.OF_GIVEN.generated(null), 0)
                .after("void f(int a)\n{\n#if A\n\tif (a) {\n# if B\n\t\tg();\n# else\n\t\th(");
        String ending = text.ending().orElseThrow();
        assertThat(ending).isEqualTo(");\n#endif\n}\n#endif\n}");
        assertThat(text.after(ending).isComplete()).isTrue();
    }
}
