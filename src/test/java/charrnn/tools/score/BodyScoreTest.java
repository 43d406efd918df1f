package charrnn.tools.score;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.tools.score.BodyWriter.Body;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyScoreTest {
    private static BodyScore score(String head, String body) {
        CompilePlace place = new CompilePlace(Path.of("a.c"), head, 0, body, 0);
        try (SyntaxTrees trees = new SyntaxTrees()) {
            return BodyScore.of(place, new Body(body, 0, 1), List.of(), trees);
        }
    }

    @Test
    void countsUsedParameters() {
        BodyScore score = score(
                "static int __init *f(struct s *a, const char __user *b, int (*call)(int x), int c[N], int d, void *e)\n{",
                "\n\t/* d */\n\treturn a->e + call(c[0]) + p.b;\n}");
        assertThat(score.parameters()).isEqualTo(6);
        assertThat(score.usedParameters()).as("a, call, c").isEqualTo(3);
        assertThat(score("int f(void)\n{", "}").parameters()).isZero();
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
            }""");
        assertThat(score.statements())
                .as("if, b++, for, g, switch, goto, return")
                .isEqualTo(7);
        assertThat(score("void f(int a)\n{", "}").statements()).isZero();
    }

    @Test
    void callsAreNestedInArguments() {
        assertThat(score("int f(int a)\n{", "return g(a, (h(k(1))));}").nested())
                .isTrue();
        assertThat(score("int f(int a)\n{", "if (g(sizeof(h(a)))) return h(1) + k(2);}")
                        .nested())
                .isFalse();
    }

    @Test
    void countsDistinctLines() {
        BodyScore score = score("int f(int a)\n{", "\n\ta++;\n\t\ta++;\n\tb++;\n}");
        assertThat(score.lines()).isEqualTo(3);
        assertThat(score.distinctLines()).isEqualTo(2);
    }
}
