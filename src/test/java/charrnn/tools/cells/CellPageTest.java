package charrnn.tools.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.tools.cells.CellPage.PackedValues;
import charrnn.tools.page.PageData;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellPageTest {
    @TempDir
    private Path folder;

    private Path page(String text, int shown) throws IOException {
        Path page = folder.resolve("cells.html");
        CellPage.write(CellPages.report(text), shown, page);
        return page;
    }

    @Test
    void longTextsAreShownFromALineNearTheMiddle() throws IOException {
        String text = CellPages.realText();
        JsonNode data = PageData.of(page(text, 700));
        int from = data.get("from").intValue();
        assertThat(from).isBetween((text.length() - 700) / 2 - 200, (text.length() - 700) / 2);
        assertThat(text.charAt(from - 1)).isEqualTo('\n');
        assertThat(data.get("shown").textValue()).isEqualTo(text.substring(from, from + 700));
        assertThat(data.get("chars").intValue()).isEqualTo(text.length());
        assertThat(data.get("signals"))
                .hasSize(40)
                .allMatch(signal -> signal.get(2).textValue().length() == 700);
        assertThat(data.get("features"))
                .allMatch(feature -> feature.get("values").size() == 700);
        assertThat(data.get("bits")).hasSize(700).noneMatch(JsonNode::isNull);
        assertThat(data.get("predictions")).hasSize(700).allMatch(likely -> likely.size() == 10);
    }

    @Test
    void shortTextsAreShownCompletely() throws IOException {
        JsonNode data = PageData.of(page("int a;\n".repeat(200), 3000));
        assertThat(data.get("from").intValue()).isZero();
        assertThat(data.get("shown").textValue()).isEqualTo("int a;\n".repeat(200));
        assertThat(data.get("bits").get(0).isNull()).isTrue();
        assertThat(data.get("predictions").get(0)).isEmpty();
    }

    @Test
    void cellStatesAreShownAsTanh() throws IOException {
        JsonNode planted =
                PageData.of(page(CellPages.realText(), 5000)).get("signals").get(2 * 3 + 1);
        assertThat(planted.get(0).doubleValue()).isCloseTo(-0.96, within(0.04));
        assertThat(planted.get(1).doubleValue()).isCloseTo(0.96, within(0.04));
    }

    @Test
    void textIsEscapedAndThePageLoadsNothing() throws IOException {
        String html = Files.readString(page(CellPages.HOSTILE.repeat(20), 3000));
        assertThat(Pattern.compile("</script>").matcher(html).results()).hasSize(2);
        assertThat(html).doesNotContain("<img", "<!--", "<b>", "<i>");
        assertThat(html).doesNotContain("http:", "https:", "@import", "url(");
        assertThat(PageData.of(folder.resolve("cells.html")).get("shown").textValue())
                .isEqualTo(CellPages.HOSTILE.repeat(20));
    }

    @Test
    void packedValuesAreRestoredWithinHalfAStep() {
        SplittableRandom random = new SplittableRandom(5);
        float[] values = new float[1000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (3 * random.nextGaussian() - 1);
        }
        PackedValues packed = PackedValues.of(values);
        assertThat(packed.digits()).hasSameSizeAs(values);
        float step = (packed.high() - packed.low()) / (PackedValues.DIGITS.length() - 1);
        for (int i = 0; i < values.length; i++) {
            float back = packed.low()
                    + step * PackedValues.DIGITS.indexOf(packed.digits().charAt(i));
            assertThat(back).isCloseTo(values[i], within(0.501f * step));
        }
        assertThat(PackedValues.of(new float[] {2, 2})).isEqualTo(new PackedValues(2, 2, "!!"));
    }
}
