package charrnn.tools.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RepetitionTest {
    @Test
    void linesContainALetterOrDigit() {
        List<String> lines = CodeScorer.lines("int x;\n\n\t}\n  int x;\n{\n/* */\nreturn 0;");
        assertThat(lines).containsExactly("int x;", "int x;", "return 0;");
        assertThat(lines.stream().distinct().count()).isEqualTo(2);
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
