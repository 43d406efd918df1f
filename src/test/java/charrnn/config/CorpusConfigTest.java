package charrnn.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CorpusConfigTest {
    /** A network of linux.yaml, which reads kernel/ alone, can be measured on any project's C. */
    @Test
    void otherTextIsSelectedByTheNamesOfFilesAndNotOfFolders() {
        CorpusConfig other = ConfigLoader.parse("""
            corpus:
              include: [kernel/**/*.c, "**/*.h", "src/**", "*.c"]
              exclude: [kernel/generated/**]
              maxChars: 1000
              heldOutFrom: kernel/**
            """, "test", List.of()).corpus().ofOtherText(List.of("project"), 0.2);
        assertThat(other.path()).containsExactly("project");
        assertThat(other.include()).containsExactly("**/*.c", "**/*.h", "**");
        assertThat(other.exclude()).containsExactly("kernel/generated/**");
        assertThat(other.maxChars()).isZero();
        assertThat(other.validationShare()).isZero();
        assertThat(other.testShare()).isEqualTo(0.2);
    }
}
