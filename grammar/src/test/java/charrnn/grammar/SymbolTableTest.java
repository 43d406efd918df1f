package charrnn.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FunctionState that exist in a project, and what may be done with them. */
class SymbolTableTest {
    private static final HeaderIndex PROJECT = HeaderIndex.of(Map.of(
            "include/shape.h",
            """
            #include "types.h"
            #include <string.h>
            #define EVERY "/*"
            #define TWICE(x) (2 * (x)) // no /* begins here
            #define LIMIT 12 /* a comment
              of two lines */
            #define FLAG (1 << LIMIT)
            #define SHAPE_H // guards a header
            #define IGNORE(x)
            #define wipe(p) clear(p)
            #define extent area
            int (guarded) (int x);
            #define STOP() do { } while (0)
            enum color { RED, GREEN = 3 };
            struct point { int x, size; struct point *next; char name[8]; struct { int inner; }; void (*draw)(int); };
            struct opaque;
            int area(const struct point *p, int scale);
            void clear(struct point *p);
            struct point *find(char *name), *other(void);
            static DEFINE_LOCK(guard);
            """,
            "include/types.h",
            "typedef unsigned int u32;\ntypedef struct { u32 low; } pair_t;\n",
            "include/far.h",
            "int far_away(int x);\n",
            "b.c",
            "#include \"far.h\"\nstatic int local_b(void) { library_call(far_away(1), errno); return ENOMEM; }\n"));

    private static final String BEFORE =
            "#include \"shape.h\"\nstatic u32 total;\nint f(struct point *p, int n, pair_t q)\n{\n";

    private static CText text(String before) {
        return CTextTest.prompt(before).text(true, PROJECT.at(before));
    }

    private static boolean allows(CText before, String tokens) {
        CText text = before.after(tokens);
        return text != null && text.ended() != null;
    }

    /** The text after the {@code #endif} goes on from a branch of the prompt. */
    @Test
    void namesAreKnownAfterAConditionalOfThePromptToo() {
        CText text = text(BEFORE + "#if B\n\tn = 1;\n#else\n");
        assertThat(allows(text, "n = 2;\n#endif\ntotal = 1;")).isTrue();
        assertThat(allows(text, "n = 2;\n#endif\nunseen = 1;")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        ``           | total = 1;       | unseen = 1;
        ``           | area(p, n);      | local_b();
        ``           | library_call(1); | far_away(1);
        ``           | n = LIMIT;       | n = library_call;
        ``           | n = TWICE(n);    | n = TWICE;
        ``           | n = RED;         | n = BLUE;
        ``           | n = strlen("a"); | n = strlen();
        ``           | n = area(p, 1);  | n = area(p);
        ``           | n = area(p, 1);  | n = area(p, 1, 2);
        ``           | n = area(p, 1);  | n = area(n, 1);
        ``           | n = area(p, 1);  | n = area(&p, 1);
        ``           | n = area(p, 1);  | n = area(p, p);
        ``           | n = area(find(p->name), 1); | n = area(find(p->x), 1);
        ``           | clear(p);        | n = clear(p);
        ``           | clear(p->next);  | clear(p->size);
        ``           | STOP();          | n = STOP();
        ``           | n = FLAG;        | FLAG = n;
        ``           | n = FLAG;        | n = SHAPE_H;
        ``           | IGNORE(n);       | n = IGNORE(n);
        ``           | n = FLAG;        | n = FLAG(1);
        ``           | n = FLAG;        | clear(&FLAG);
        ``           | n = RED;         | RED++;
        ``           | wipe(p);         | n = wipe(p);
        ``           | n = extent(p, 1); | n = extent(p);
        ``           | n = guarded(1);  | n = guarded();
        ``           | p = other();     | p = other(1);
        ``           | p->x = 1;        | p->y = 1;
        ``           | p->inner = 1;    | p->low = 1;
        ``           | p->draw(1);      | p->x(1);
        ``           | p->next->x = 1;  | p->x->next = p;
        ``           | q.low = 1;       | q->low = 1;
        ``           | p->name[1] = 2;  | p->name = 0;
        ``           | n = p->name[1];  | n = n[1];
        ``           | *p->name = 2;    | *n = 2;
        ``           | n = n & 1;       | n = p & 1;
        ``           | n = ~n;          | n = ~p;
        ``           | n = !*p->name;   | n = !*p;
        ``           | *p = *p->next;   | n = *p > 0;
        ``           | switch (n) {}    | switch (p) {}
        ``           | n = p->name[n];  | n = p->name[p];
        ``           | p = p + 1;       | p = 1 + p;
        ``           | p = p->next;     | p = p->size;
        ``           | p = NULL;        | q = NULL;
        ``           | n += 2;          | p *= 2;
        ``           | lock(&guard);    | n = guard;
        ``           | struct point *r; | struct absent *r;
        ``           | struct point *r; | struct color *r;
        ``           | enum color c;    | enum point c;
        ``           | struct point *r; | union
        ``           | u32 i;           | u33 i;
        ``           | u32 i;           | total i;
        ``           | u32 *i;          | struct { int a; } i;
        ``           | return n;        | return;
        ``           | return n;        | return p;
        ``           | n = area(p, area(p, area(p, 1))); | n = area(p, area(p, area(p, area(p, 1))));
        struct opaque *o; | n = o == NULL;  | n = o->x;
        char *s;          | s = p->name;    | s = p;
        char *s;          | s = p->name;    | s = n;
        goto out;         | out: n = 1;     | other: n = 1;
        """)
    void allowsWhatExists(String before, String allowed, String refused) {
        CText text = Objects.requireNonNull(text(BEFORE).after(before));
        assertThat(allows(text, allowed.replace("lock(", "library_call(")))
                .as("%s", allowed)
                .isTrue();
        assertThat(allows(text, refused)).as("%s", refused).isFalse();
    }

    @Test
    void functionsEndAsTheirTypeWants() {
        assertThat(allows(text(BEFORE), "n = 1; }")).isFalse();
        assertThat(allows(text(BEFORE), "n = 1; return n; }")).isTrue();
        assertThat(allows(text("#include \"shape.h\"\nvoid f(int n)\n{\n"), "n = 1; }"))
                .isTrue();
        assertThat(text(BEFORE).ending().orElseThrow()).isEqualTo(Completion.RETURN + "}");
        assertThat(Objects.requireNonNull(text(BEFORE).after("area(")).ending().orElseThrow())
                .matches("[^,]+,[^,]+\\);return 0;}");
        assertThat(text("#include \"shape.h\"\nchar c = 1 / (int) {").ending().orElseThrow())
                .doesNotContain("return");
    }

    @Test
    void parametersAreUnusedUntilAValueIsUsed() {
        assertThat(parametersAfter("")).isEqualTo("npq");
        assertThat(parametersAfter("n = ")).isEqualTo("pq");
        assertThat(parametersAfter("n = p")).isEmpty();
        assertThat(parametersAfter("n = p->")).isEmpty();
        assertThat(parametersAfter("n = p->x + q")).isEmpty();
        assertThat(parametersAfter("n = p->x + ")).isEqualTo("q");
        assertThat(parametersAfter("/* ")).isEmpty();
        assertThat(parametersAfter("clear(\"")).isEmpty();
        String member = "#include \"shape.h\"\nint f(struct point *p, int x)\n{\n\treturn p->x + ";
        assertThat(text(member).beginsParameter('x'))
                .as("a member is not the parameter")
                .isTrue();
    }

    private static String parametersAfter(String before) {
        CText text = Objects.requireNonNull(text(BEFORE).after(before));
        return "acnpqx"
                .chars()
                .filter(text::beginsParameter)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    /** Without an include, a text may use what any file declares. */
    @Test
    void namesAreThoseOfTheIncludedHeadersOrOfAllFiles() {
        assertThat(PROJECT.at(BEFORE).contains(SymbolTable.Role.VALUE, "far_away"))
                .isFalse();
        assertThat(PROJECT.at("int f(").contains(SymbolTable.Role.VALUE, "far_away"))
                .isTrue();
        assertThat(PROJECT.missingHeaders("#include \"absent.h\"\n#include <stdio.h>\n#include \"shape.h\"\n"))
                .isEqualTo(Set.of("absent.h"));
        assertThat(PROJECT.missingHeaders("#include \"" + "../".repeat(100_000) + "absent.h\"\n"))
                .hasSize(1);
        assertThat(HeaderIndex.NONE.at("int f(int a)")).isNull();
    }

    /** A macro may have been defined twice, a structure too: either use is allowed. */
    @Test
    void whatIsDeclaredTwiceMayBeUsedInEitherWay() {
        HeaderIndex project = HeaderIndex.of(Map.of(
                "a.h", "struct s { int a; };\nint g(int a);\n#define M(a) a\n#define N(a) a\n",
                "b.h", "struct s { int b; };\nint g(int a, char *b);\n#define M(a, b) a\n#define N 1\n"));
        String before = "int f(struct s *s)\n{\n";
        CText text = CTextTest.prompt(before).text(true, project.at(before));
        for (String allowed :
                new String[] {"s->a = 1;", "s->b = 1;", "g(1);", "g(1, \"\");", "M(1);", "M(1, 2);", "N(1);", "g(N);"
                }) {
            assertThat(allows(text, allowed)).as("%s", allowed).isTrue();
        }
        assertThat(allows(text, "g();")).isFalse();
        assertThat(allows(text, "g(1, \"\", 3);")).isFalse();
    }

    /** Hostile files are read in the time that their length takes, and without deep recursion. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''              | 'struct a { '        | 100000
        ''              | '('                  | 100000
        ''              | 'int a[('            | 50000
        ''              | '}'                  | 100000
        ''              | 'typedef '           | 100000
        ''              | '#define a \\\\\\n'  | 20000
        ''              | 'a '                 | 100000
        ''              | '"'                  | 100001
        ''              | '/* '                | 100000
        '#define A '    | '/* '                | 100000
        '#define A "'   | '\\"'               | 100000
        '#define A '    | '1+'                 | 100000
        '#define A'     | ' '                  | 100000
        'int f(... x'   | ' '                  | 2
        """)
    void readsAnyText(String begin, String part, int count) {
        Declarations names = new Declarations(begin + part.translateEscapes().repeat(count));
        assertThat(names.symbols.size()).isLessThan(count);
    }

    @Test
    void readsManyNames() {
        String text =
                IntStream.range(0, 200_000).mapToObj(i -> "int v" + i + ";\n").collect(Collectors.joining());
        assertThat(new Declarations(text + "int " + "a".repeat(10_000) + ";").symbols)
                .hasSize(200_001);
    }

    @Test
    void includesAreReadAfterCommentsOnlyOutsideOfStrings() {
        String text = "#include \"a//b.h\" // a comment\n#include_next <c.h>\n";
        assertThat(HeaderIndex.NONE.missingHeaders(text)).containsExactly("a//b.h", "c.h");
    }
}
