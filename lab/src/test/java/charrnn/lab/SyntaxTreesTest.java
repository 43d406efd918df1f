package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxTreesTest {
    private static boolean parses(String function) {
        try (SyntaxTrees trees = new SyntaxTrees()) {
            return trees.isFunction(function);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static int f(int a)\n{\n\treturn a ? g(a) : -1;\n}",
                "struct s *f(const char *s, size_t n)\n"
                        + "{\n"
                        + "\tfor (;;)\n"
                        + "\t\tif (s[n]) goto out;\n"
                        + "out:\n"
                        + "\treturn (struct s *)s;\n"
                        + "}"
            })
    void acceptsFunctions(String function) {
        assertThat(parses(function)).isTrue();
        assertThat(parses(Macros.removeFrom(function))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int f(int a)\n{\n\treturn a +;\n}",
                "int f(int a)\n{\n\treturn a\n}",
                "int f(int a)\n{\n\tif a > 1\n\t\tg();\n}",
                "int f(int a,)\n{\n}",
                "if (a) {\n\tb();\n}",
                "int x;",
                "int f(void)\n{\n}\nint g(void)\n{\n}"
            })
    void rejectsWrongFunctions(String function) {
        assertThat(parses(function)).isFalse();
        assertThat(parses(Macros.removeFrom(function))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static int __init f(void)\n{\n\treturn 0;\n}",
                "asmlinkage __visible void notrace f(void)\n\t__releases(lock)\n{\n}",
                "SYSCALL_DEFINE2(f, unsigned int, fd, char __user *, buf)\n{\n\treturn 0;\n}",
                "void f(struct a *a)\n{\n\tlist_for_each_entry(a, &b, c) {\n\t\tg(a);\n\t}\n}",
                "void f(void)\n{\n\tfor_each_cpu(cpu, mask)\n\t\tg(cpu);\n}",
                "void f(void)\n{\n\tp = container_of(x, struct page, lru);\n\tn = min_t(unsigned long, a, b);\n}",
                "static __always_inline int f(const void __user *p)\n{\n\treturn copy((void __user *)p);\n}"
            })
    void parsesOnlyWithoutMacros(String function) {
        assertThat(parses(function)).isFalse();
        assertThat(parses(Macros.removeFrom(function))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'static u64 __pure f(void) { return 0; }', 'static u64        f(void) { return 0; }'",
        "'int f(int a) { return sizeof(int) * __x; }', 'int f(int a) { return sizeof(int) * __x; }'",
        "'int f(void) { return offsetof(struct s, a); }', 'int f(void) { return offsetof(struct s, a); }'",
        "'f(a) { }', 'int f(a) { }'",
    })
    void removesMacros(String function, String left) {
        assertThat(Macros.removeFrom(function)).isEqualTo(left);
    }

    @Test
    void typeNamesExcludeKeywordsAndTags() {
        try (SyntaxTrees trees = new SyntaxTrees()) {
            assertThat(trees.typeNames("u32 f(struct s *p, bool b)\n{\n\tsize_t n = (loff_t)b;\n\tunsigned int i;\n}"))
                    .containsExactly("bool", "loff_t", "size_t", "u32");
            assertThat(trees.typeNames("void f(void)\n{\n\tg(\"\u00e9\uD83D\uDE00\");\n\tu32 n;\n}"))
                    .containsExactly("u32");
        }
    }

    /** Recursion would overflow the stack. */
    @Test
    void parsesDeeplyNestedTexts() {
        String nest = "(".repeat(50_000) + "(u32)a" + ")".repeat(50_000);
        try (SyntaxTrees trees = new SyntaxTrees()) {
            assertThat(trees.typeNames("int x = " + nest + ";\n")).containsExactly("u32");
        }
    }
}
