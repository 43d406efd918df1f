package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxTreesTest {
    private static boolean parses(String function) {
        try (SyntaxTrees trees = new SyntaxTrees()) {
            return trees.isFunction(function);
        }
    }

    /** Columns: whether the function parses as it is, and without macros. A bar stands for a line feed. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        true  ~ true  ~ static int f(int a)|{|\treturn a ? g(a) : -1;|}
        true  ~ true  ~ struct s *f(const char *s, size_t n)|{|\tfor (;;)|\t\tif (s[n]) goto out;|out:|\treturn (struct s *)s;|}
        false ~ false ~ int f(int a)|{|\treturn a +;|}
        false ~ false ~ int f(int a)|{|\treturn a|}
        false ~ false ~ int f(int a)|{|\tif a > 1|\t\tg();|}
        false ~ false ~ int f(int a,)|{|}
        false ~ false ~ if (a) {|\tb();|}
        false ~ false ~ int x;
        false ~ false ~ int f(void)|{|}|int g(void)|{|}
        false ~ true  ~ static int __init f(void)|{|\treturn 0;|}
        false ~ true  ~ asmlinkage __visible void notrace f(void)|\t__releases(lock)|{|}
        false ~ true  ~ SYSCALL_DEFINE2(f, unsigned int, fd, char __user *, buf)|{|\treturn 0;|}
        false ~ true  ~ void f(struct a *a)|{|\tlist_for_each_entry(a, &b, c) {|\t\tg(a);|\t}|}
        false ~ true  ~ void f(void)|{|\tfor_each_cpu(cpu, mask)|\t\tg(cpu);|}
        false ~ true  ~ void f(void)|{|\tp = container_of(x, struct page, lru);|\tn = min_t(unsigned long, a, b);|}
        false ~ true  ~ static __always_inline int f(const void __user *p)|{|\treturn copy((void __user *)p);|}
        """)
    void correctFunctionsParseSomeOnlyWithoutMacros(boolean asItIs, boolean withoutMacros, String line) {
        String function = line.replace('|', '\n');
        assertThat(parses(function)).isEqualTo(asItIs);
        assertThat(parses(Macros.removeFrom(function))).isEqualTo(withoutMacros);
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
