package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionsTest {
    private static List<String> functions(String text) {
        return new Functions(text)
                .complete.stream()
                        .map(it -> text.substring(it.start(), it.end()))
                        .toList();
    }

    @Test
    void findsOnlyCompleteTopLevelFunctions() {
        String text = """
            #include <a.h>
            /* One. */
            static int f(int a)
            {
            	if (a) {
            		return 1; // }
            	}
            	return '}' + "\\"{"[0];
            }

            struct s {
            	int (*call)(void);
            };

            static struct s it = { .call = (int (*)(void)) { 0 } };
            MODULE_LICENSE("GPL")

            int g(void) { return 2; }
            int declared(int);
            #define LOOP(x) for (x) {
            int h(void)
            {
            	return f(
            """;
        assertThat(functions(text))
                .containsExactly(
                        text.substring(text.indexOf("static int f"), text.indexOf("\n\nstruct s {")),
                        "int g(void) { return 2; }");
        assertThat(new Functions(text).unclosed).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "#ifdef __cplusplus|extern \"C\" {|#endif||static inline int f(void) { return 1; }||#ifdef A|}|#endif|"
                        + " ~ static inline int f(void) { return 1; }",
                "int f(void)|{|#if A|	if (a) {|#elif B|	if (b) {|#else|	{|#endif|	}|}|"
                        + " ~ int f(void)|{|#if A|	if (a) {|#elif B|	if (b) {|#else|	{|#endif|	}|}",
                "int f(void)|{|	g(1;|}||int h;| ~ int f(void)|{|	g(1;|}",
                "f(a)||int g(int b) {|	if (b) {|	}|}| ~ int g(int b) {|	if (b) {|	}|}",
            })
    void bracketsInAFunctionNeedNotMatch(String text, String function) {
        assertThat(functions(text.replace('|', '\n'))).containsExactly(function.replace('|', '\n'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "typedef struct __attribute__((packed)) { int a; } t;\n",
                "enum __attribute__((packed)) { A };\n",
                "union __aligned(8) { int a; long b; } u;\n",
                "int a[] = { [0] = f((1), 2), };"
            })
    void initializersAndTagsBeginNoFunction(String text) {
        assertThat(functions(text)).isEmpty();
    }

    @Test
    void unclosedFunctionEndsWhereTheNextBegins() {
        String next = "static int g(void)\n{\n\treturn 2;\n}";
        Functions found = new Functions("int f(int a)\n{\n\tif (a) {\n\t\treturn 1;\n\t}\n\n" + next + "\n");
        assertThat(found.unclosed).isEqualTo(1);
        assertThat(found.complete).hasSize(1);
        assertThat(functions("int f(int a)\n{\n\tif (a) {\n\t\treturn 1;\n\n" + next))
                .containsExactly(next);
    }

    /** A regular expression that recurses would overflow the stack. */
    @Test
    void longTextsAreRead() {
        String text = "/*" + "a\n".repeat(500_000) + "*/ char *s = \"" + "\\\"".repeat(500_000) + "\";\n#define A "
                + "b\\\n".repeat(500_000) + "\nint f(void) { }\n" + "x ".repeat(500_000);
        assertThat(functions(text)).containsExactly("int f(void) { }");
    }
}
