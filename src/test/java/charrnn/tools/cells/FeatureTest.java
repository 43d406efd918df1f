package charrnn.tools.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FeatureTest {
    /** Texts with one digit for each character: the value of the feature after it. */
    private static List<Arguments> examples() {
        return List.of(
                arguments("in a string", "f(\"a\\\"b\");", "0011111000"),
                arguments("in a comment", "/* \" */ a;", "0111110000"),
                arguments("in a preprocessor line", "#if A\na;", "11111000"),
                arguments("inside #if", "#if A\na\n#endif\nb", "0001111111111100"),
                arguments("in parentheses or brackets", "f(a[1])+1;", "0111110000"),
                arguments("in the indentation", "\tx\n y", "10110"),
                arguments("line ends within 5", "abcdefgh\nij", "00011111000"),
                arguments("in a name", "ab 1c \"d\"", "110000000"),
                arguments("in a number", "a1 0x1fUL;", "0001111110"),
                arguments("capital letter", "aB_C", "0101"),
                arguments("in a run of white space", "a  \n\tb c", "00111000"),
                arguments("open braces", "{{}{(", "12122"),
                arguments("open parentheses and brackets", "{(a[", "0112"),
                arguments("width of the indentation", "\tx\n  y", "880122"),
                arguments("position in the line", "ab\nc", "1201"),
                arguments("position in the name", "ab 1 cde", "12000123"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void featuresDescribeTheTextAfterEachCharacter(String name, String text, String expected) {
        Feature feature = Feature.of(text.codePoints().toArray()).stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow();
        StringBuilder digits = new StringBuilder();
        for (float value : feature.values()) {
            digits.append((int) value);
        }
        assertThat(digits).hasToString(expected);
    }

    @Test
    void everyFeatureHasAnExample() {
        assertThat(Feature.of(new int[] {'a'}))
                .extracting(Feature::name)
                .containsExactlyElementsOf(
                        examples().stream().map(e -> (String) e.get()[0]).toList());
    }
}
