package charrnn.tools.score;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.tools.score.Lexer.Fault;
import charrnn.tools.score.Nesting.FunctionText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NestingTest {
    private static List<String> functions(String text) {
        return Nesting.of(text).functions().stream().map(FunctionText::text).toList();
    }

    private static List<Fault.Kind> faults(String text) {
        return Nesting.of(text).faults().stream().map(Fault::kind).toList();
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
        Nesting found = Nesting.of(text);
        assertThat(found.faults()).isEmpty();
        assertThat(found.isOpen()).isTrue();
        assertThat(found.withoutUnfinished()).endsWith("int declared(int);");
    }

    @Test
    void findsFunctionsInsideCPlusPlusGuards() {
        String text = "#ifdef __cplusplus\nextern \"C\" {\n#endif\n\nstatic inline int f(void) { return 1; }\n\n"
                + "#ifdef __cplusplus\n}\n#endif\n";
        assertThat(functions(text)).containsExactly("static inline int f(void) { return 1; }");
        assertThat(Nesting.of(text).balances()).isTrue();
        assertThat(Nesting.of(text).isOpen()).isFalse();
        assertThat(Nesting.of(text).starts()).as("not within the braces").allMatch(start -> start >= text.indexOf('}'));
        assertThat(Nesting.of("extern \"C\" {\nint a;\n").isOpen()).isTrue();
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

    @Test
    void faultAfterTheLastItemKeepsTheWholeText() {
        String text = "int x;\nint f(void)\n{\n\tg(];\n";
        assertThat(Nesting.of(text).withoutUnfinished()).isEqualTo(text);
        String stray = ") x\nint a;\nint f(";
        assertThat(Nesting.of(stray).withoutUnfinished()).isEqualTo(") x\nint a;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int a[] = { [0] = f((1), 2), };",
                "#ifdef A\nint f(int a)\n{\n#else\nint f(void)\n{\n#endif\n}\n",
                "int f(void)\n{\n#if A\n\tif (a) {\n#elif B\n\tif (b) {\n#else\n\t{\n#endif\n\t}\n}\n",
                "/* ( */ char c = '{'; char *s = \"[\";\n"
            })
    void balancedTextHasNoFaults(String text) {
        assertThat(Nesting.of(text).balances()).isTrue();
        assertThat(Nesting.of(text).isOpen()).isFalse();
    }

    @Test
    void unbalancedTextHasFaults() {
        assertThat(faults("int f(void)\n{\n\tg(1;\n}\n")).containsExactly(Fault.Kind.WRONG_BRACKET);
        assertThat(faults("}\nint x;\n")).containsExactly(Fault.Kind.WRONG_BRACKET);
        assertThat(faults("f(a])")).containsExactly(Fault.Kind.WRONG_BRACKET);
        assertThat(faults("#endif\n")).containsExactly(Fault.Kind.WRONG_CONDITIONAL);
        assertThat(faults("#if 1\n#else\n#else\n#endif\n")).containsExactly(Fault.Kind.WRONG_CONDITIONAL);
        assertThat(Nesting.of("#if 1\nint x;\n").isOpen()).isTrue();
    }

    @Test
    void findsTheNextFunctionAfterAWrongBracket() {
        assertThat(functions("int f(void)\n{\n\tg(1;\n}\n\nint h(void)\n{\n}\n"))
                .containsExactly("int f(void)\n{\n\tg(1;\n}", "int h(void)\n{\n}");
    }

    @Test
    void unclosedFunctionEndsWhereTheNextBegins() {
        String text = "int f(int a)\n{\n\tif (a) {\n\t\treturn 1;\n}\n\nstatic int g(void)\n{\n\treturn 2;\n}\n";
        Nesting found = Nesting.of(text);
        assertThat(found.faults()).extracting(Fault::kind).containsExactly(Fault.Kind.FUNCTION_IN_FUNCTION);
        assertThat(found.functions())
                .containsExactly(
                        new FunctionText("int f(int a)\n{\n\tif (a) {\n\t\treturn 1;\n}", false),
                        new FunctionText("static int g(void)\n{\n\treturn 2;\n}", true));
        assertThat(found.isOpen()).isFalse();
    }
}
