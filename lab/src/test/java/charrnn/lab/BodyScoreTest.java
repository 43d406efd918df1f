package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyScoreTest {
    private static BodyScore score(String head, String body) {
        CompilePlace place = new CompilePlace(Path.of("a.c"), head, 0, body);
        try (SyntaxTrees trees = new SyntaxTrees()) {
            return BodyScore.of(place, body, List.of(), trees);
        }
    }

    @Test
    void countsUsedParameters() {
        BodyScore score = score(
                "static int __init *f(struct s *a, const char __user *b, int (*call)(int x), int c[N], int d, void"
                        + " *e)\n"
                        + "{",
                "\n\t/* d */\n\treturn a->e + call(c[0]) + p.b;\n}");
        assertThat(score.parameters()).isEqualTo(6);
        assertThat(score.usedParameters()).as("a, call, c").isEqualTo(3);
        assertThat(score("int f(void)\n{", "}").parameters()).isZero();
    }

    @Test
    void tagsAndTypesAreNoParameters() {
        BodyScore score = score("int f(int a, int b, int c)\n{", "\tstruct a *p; goto b; return g((c)1);\nb: ;\n}");
        assertThat(score.usedParameters()).isZero();
    }

    @Test
    void countsStatementsWithoutBlocksAndLabels() {
        BodyScore score = score("void f(int a)\n{", """

            	int b = a;
            	;
            	if (a) {
            		b++;
            	} else {
            		list_for_each_entry(p, &a, b)
            			g();
            	}
            	switch (b) {
            	case 1:
            		goto out;
            	}
            out:
            	return;
            }\
            """);
        assertThat(score.statements())
                .as("if, b++, for, g, switch, goto, return")
                .isEqualTo(7);
        assertThat(score("void f(int a)\n{", "}").statements()).isZero();
    }

    private static BodyScore counted(int statements, String... errors) {
        return new BodyScore(List.of(errors), statements, 2, 1);
    }

    @Test
    void valuesAreOfAllBodies() {
        String error = "'x' undeclared";
        List<BodyScore> bodies = List.of(counted(1, error, error), counted(5), counted(3), counted(2));
        assertThat(BodyScore.MEASURES).extracting(it -> it.of(bodies)).containsExactly(0.75, 0.5, 0.5);
    }
}
