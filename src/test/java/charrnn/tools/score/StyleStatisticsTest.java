package charrnn.tools.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StyleStatisticsTest {
    @Test
    void countsLinesIndentationIdentifiersAndKeywords() {
        StyleStatistics style = StyleStatistics.of("int abc;\n\n\tif (abc)\n  \treturn \"int\"; /* if */\n");
        assertThat(style.lineLengths()[2]).as("8 columns").isEqualTo(1);
        assertThat(style.lineLengths()[0]).as("blank").isEqualTo(1);
        assertThat(style.lineLengths()[4]).as("a tab and 8 columns").isEqualTo(1);
        assertThat(style.indentation()[0]).isEqualTo(1);
        assertThat(style.indentation()[2])
                .as("a tab, with spaces before or not")
                .isEqualTo(2);
        assertThat(style.identifierLengths()[3]).isEqualTo(2);
        assertThat(style.words()[Lexer.KEYWORDS.indexOf("int")]).isEqualTo(1);
        assertThat(style.words()[Lexer.KEYWORDS.indexOf("if")]).isEqualTo(1);
        assertThat(style.words()[Lexer.KEYWORDS.size()]).isEqualTo(2);
    }

    @Test
    void lastBinHoldsAllLongerLengths() {
        StyleStatistics style = StyleStatistics.of("x".repeat(300) + "\n" + "\t".repeat(20) + "y\n");
        assertThat(style.lineLengths()[40]).isEqualTo(2);
        assertThat(style.indentation()[20]).isEqualTo(1);
        assertThat(style.identifierLengths()[32]).isEqualTo(1);
    }

    @Test
    void equalStylesDivergeByZeroBitsAndDisjointOnesByOne() {
        StyleStatistics some = StyleStatistics.of("int a;\n\treturn b;\n");
        assertThat(some.divergences(StyleStatistics.of("int a;\n\treturn b;\nint a;\n\treturn b;\n")))
                .hasSize(4)
                .containsOnly(new double[] {0}, within(1e-12));
        assertThat(some.divergences(StyleStatistics.of("\t\twhile (long_name) { }\n")))
                .contains(new double[] {1}, within(1e-12));
    }

    /** P = (1/2, 1/2), Q = (1, 0): H(M) - (H(P) + H(Q)) / 2 with M = (3/4, 1/4). */
    @Test
    void divergenceEqualsTheFormula() {
        double expected = -0.75 * Math.log(0.75) / Math.log(2) - 0.25 * Math.log(0.25) / Math.log(2) - 0.5;
        double[] divergences = StyleStatistics.of("a bb;").divergences(StyleStatistics.of("a c;"));
        assertThat(divergences[2]).as("lengths 1 and 2 against 1 alone").isCloseTo(expected, within(1e-12));
        assertThat(StyleStatistics.of("a c;").divergences(StyleStatistics.of("a bb;"))[2])
                .isCloseTo(expected, within(1e-12));
    }

    @Test
    void divergenceOfEmptyHistogramsIsNaN() {
        assertThat(StyleStatistics.none().divergences(StyleStatistics.of("int x;")))
                .containsOnly(Double.NaN);
    }
}
