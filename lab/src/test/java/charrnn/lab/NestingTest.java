package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NestingTest {
    private static List<String> functions(String text) {
        return new Nesting(text).functions;
    }

    @Test
    void findsOnlyCompleteTopLevelFunctions() {
        String text = """
            #include <a.h>
            /* One. */
            static int f(int a)
            {
            	if (a) {
            		return 1;
            	}
            	return 0;
            }

            struct s {
            	int (*call)(void);
            };

            static struct s it = { .call = (int (*)(void)) { 0 } };
            MODULE_LICENSE("GPL")

            int g(void) { return 2; }
            int declared(int);
            int h(void)
            {
            	return f(
            """;
        assertThat(functions(text))
                .containsExactly(
                        "static int f(int a)\n{\n\tif (a) {\n\t\treturn 1;\n\t}\n\treturn 0;\n}",
                        "int g(void) { return 2; }");
        assertThat(new Nesting(text).lexes()).isTrue();
        assertThat(new Nesting(text).balances()).isTrue();
    }

    @Test
    void definitionsAreThePlacesOfTheFunctions() {
        String text =
                "int x;\n#if A\n# if B\nint f(int (*a)(void))\n{\n}\n# endif\nint g(void) { return 2; }\n#endif\n";
        Nesting found = new Nesting(text);
        assertThat(found.definitions)
                .extracting(it -> text.substring(it.start(), it.end()))
                .isEqualTo(found.functions);
        assertThat(found.definitions)
                .extracting(it -> text.substring(it.start(), it.body()) + it.conditionals())
                .containsExactly("int f(int (*a)(void))\n2", "int g(void) 1");
    }

    @Test
    void findsFunctionsInsideCPlusPlusGuards() {
        String text = "#ifdef __cplusplus\nextern \"C\" {\n#endif\n\nstatic inline int f(void) { return 1; }\n\n"
                + "#ifdef __cplusplus\n}\n#endif\n";
        assertThat(functions(text)).containsExactly("static inline int f(void) { return 1; }");
        assertThat(new Nesting(text).balances()).isTrue();
        assertThat(new Nesting(text).starts).as("not within the braces").allMatch(start -> start >= text.indexOf('}'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "typedef struct __attribute__((packed)) { int a; } t;\n",
                "enum __attribute__((packed)) { A };\n",
                "union __aligned(8) { int a; long b; } u;\n"
            })
    void attributeOfATagBeginsNoFunction(String text) {
        assertThat(functions(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int a[] = { [0] = f((1), 2), };",
                "#ifdef A\nint f(int a)\n{\n#else\nint f(void)\n{\n#endif\n}\n",
                "int f(void)\n{\n#if A\n\tif (a) {\n#elif B\n\tif (b) {\n#else\n\t{\n#endif\n\t}\n}\n",
                "/* ( */ char c = '{'; char *s = \"[\";\n",
                "#if 1\nint x;\n"
            })
    void balancedTextHasNoFaults(String text) {
        assertThat(new Nesting(text).balances()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int f(void)\n{\n\tg(1;\n}\n",
                "}\nint x;\n",
                "f(a])",
                "#endif\n",
                "#if 1\n#else\n#else\n#endif\n",
            })
    void unbalancedTextHasFaults(String text) {
        assertThat(new Nesting(text).balances()).isFalse();
        assertThat(new Nesting(text).lexes()).isTrue();
    }

    @Test
    void findsTheNextFunctionAfterAWrongBracket() {
        assertThat(functions("int f(void)\n{\n\tg(1;\n}\n\nint h(void)\n{\n}\n"))
                .containsExactly("int f(void)\n{\n\tg(1;\n}", "int h(void)\n{\n}");
    }

    @Test
    void unclosedFunctionEndsWhereTheNextBegins() {
        String text = "int f(int a)\n{\n\tif (a) {\n\t\treturn 1;\n}\n\nstatic int g(void)\n{\n\treturn 2;\n}\n";
        Nesting found = new Nesting(text);
        assertThat(found.balances()).isFalse();
        assertThat(found.functions).containsExactly("static int g(void)\n{\n\treturn 2;\n}");
        assertThat(found.allFunctions()).isEqualTo(2);
    }
}
