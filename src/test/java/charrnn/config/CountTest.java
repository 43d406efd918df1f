package charrnn.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountTest {
    @Test
    void oneIsSingularAndAllOthersArePlural() {
        assertThat(Count.of(1, "file")).isEqualTo("1 file");
        assertThat(Count.of(0, "file")).isEqualTo("0 files");
        assertThat(Count.of(1234, "file")).isEqualTo("1,234 files");
    }

    @Test
    void decimalsAreWrittenWithoutTrailingZeros() {
        assertThat(Count.of(1.0, "minute")).isEqualTo("1 minute");
        assertThat(Count.of(10.0, "minute")).isEqualTo("10 minutes");
        assertThat(Count.of(0.5, "minute")).isEqualTo("0.5 minutes");
    }
}
