package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import charrnn.lab.SampleScore.Ratio;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeScorerTest {
    private static final String GOOD = """
        #include <stdio.h>

        struct pair {
        	int first, second;
        };

        /* Adds. */
        static int sum(struct pair *p)
        {
        	if (!p)
        		return -1;
        	return p->first + p->second;
        }

        int twice(int n)
        {
        	return 2 * n;
        }
        """;

    private static final String BAD = """
        static int sum(struct pair *p)
        {
        	if (!p
        		return -1;
        	return p->first + ;
        }

        int twice(int n)
        {
        	char *s = "never ends;
        	return 2 * n;
        }

        int fine(int n)
        {
        	return n;
        }

        int cut(int n)
        {
        	return
        """;

    private static SampleScore score(String text) {
        return score(Optional.empty(), text);
    }

    private static SampleScore score(Optional<CCompiler> compiler, String text) {
        try (SyntaxTrees trees = new SyntaxTrees()) {
            return new CodeScorer(compiler, Optional.empty(), trees)
                    .score(List.of(text))
                    .get(0);
        }
    }

    /** With a compiler, which must be installed. */
    private static SampleScore compiled(String text) {
        Optional<CCompiler> compiler = CCompiler.find(System.getenv("PATH"));
        assumeThat(compiler).as("neither gcc nor clang is installed").isPresent();
        return score(compiler, text);
    }

    @Test
    void findsNoFaultInGoodC() {
        SampleScore score = score(GOOD);
        assertThat(score.parse()).isEqualTo(new Ratio(2, 2));
        assertThat(score.parseWithoutMacros()).isEqualTo(new Ratio(2, 2));
        assertThat(score.loops()).isFalse();
    }

    @Test
    void countsFaultsOfBadC() {
        SampleScore score = score(BAD);
        assertThat(score.parse()).as("cut is not counted").isEqualTo(new Ratio(1, 3));
        assertThat(score.parseWithoutMacros()).isEqualTo(new Ratio(1, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\nint cut(int n)\n{\n\treturn f(",
                "/* and so",
                "// and so",
                "#if",
                "#if A(",
                "#define",
                "#define A(",
                "#include <a",
                "#"
            })
    void textCutOffAtTheEndIsNoError(String cut) {
        SampleScore score = score(GOOD + cut);
        assertThat(score.parse()).isEqualTo(new Ratio(2, 2));
    }

    @Test
    void countsSurrogatePairsOnce() {
        assertThat(score(GOOD.replace("Adds.", "😀".repeat(100))).chars()).isEqualTo(GOOD.length() + 95);
    }

    @Test
    void compilesEachFunctionAlone() {
        SampleScore good = compiled(GOOD);
        assertThat(good.compile()).isEqualTo(new Ratio(1, 2));
        assertThat(good.undeclared()).as("struct pair").isEqualTo(new Ratio(1, 2));
        SampleScore bad = compiled(BAD + "}\n\nint g(void)\n{\n\tgoto out;\n}\n");
        assertThat(bad.compile()).isEqualTo(new Ratio(1, 5));
        assertThat(bad.undeclared()).isEqualTo(new Ratio(0, 5));
    }

    /** Removing macros would leave these functions without parameters, without a type, or with a wrong cast. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "void __attribute__((noreturn)) f(int a)\n{\n\tfor (;;)\n\t\t;\n}\n",
                "static inline __u16 f(const void *p)\n{\n\tstatic __u16 n;\n\treturn n + *(const __u16 *)p;\n}\n",
                "int f(void *a, int n)\n{\n\treturn ((int (*)(void *, int))a)(a, n);\n}\n"
            })
    void functionsThatParseAreCompiledUnchanged(String function) {
        assertThat(compiled(function).compile()).isEqualTo(new Ratio(1, 1));
    }

    @Test
    void loopRepeatsThreeTimesOver100Characters() {
        String unit = "\tif (ret)\n\t\treturn ret;\n\tret = f(ret);\n"; // 41 characters
        assertThat(CodeScorer.loops("int f(void)\n" + unit.repeat(2))).isFalse();
        assertThat(CodeScorer.loops("int f(void)\n" + unit.repeat(4) + "}\n")).isTrue();
        assertThat(CodeScorer.loops(" ".repeat(100))).isFalse();
        assertThat(CodeScorer.loops(" ".repeat(101))).isTrue();
        assertThat(CodeScorer.loops("ab".repeat(40) + "x" + "ab".repeat(40))).isFalse();
    }

    @Test
    void longerPeriodsAreNoLoop() {
        StringBuilder unit = new StringBuilder();
        for (int i = 0; unit.length() < 201; i++) {
            unit.append(i).append(' ');
        }
        unit.setLength(201);
        assertThat(CodeScorer.loops(unit.toString().repeat(4))).isFalse();
        unit.setLength(200);
        assertThat(CodeScorer.loops(unit.toString().repeat(3))).isTrue();
    }
}
