package charrnn.tools.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.config.UserError;
import charrnn.tools.report.RunReport.ReferenceLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceLineTest {
    @Test
    void theLastEqualsSignEndsTheName() {
        assertThat(ReferenceLine.of("PPMd=1.211")).isEqualTo(new ReferenceLine("PPMd", 1.211));
        assertThat(ReferenceLine.of(" PPMd, order=16 = 2 ")).isEqualTo(new ReferenceLine("PPMd, order=16", 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PPMd", "=1.2", "PPMd=", "PPMd=NaN", "PPMd=-1", "PPMd=1e9", "PPMd=1,2"})
    void anotherFormIsRefused(String text) {
        assertThatThrownBy(() -> ReferenceLine.of(text))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--line is \"" + text + "\"");
    }
}
