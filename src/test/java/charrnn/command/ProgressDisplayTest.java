package charrnn.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
    private final StringWriter written = new StringWriter();
    private long seconds;

    private ProgressDisplay progress() {
        return new ProgressDisplay(
                "reading", "chars", new PrintWriter(written, true), false, () -> seconds * 1_000_000_000L);
    }

    @Test
    void printsALineAfterASecondAndThenEveryTenSeconds() {
        try (ProgressDisplay progress = progress()) {
            for (seconds = 0; seconds <= 20; seconds++) {
                progress.at(1000 * seconds, 100_000);
            }
        }
        assertThat(written.toString().lines())
                .containsExactly(
                        "reading: 1,000 of 100,000 chars  1,000 chars/s  1:39 left",
                        "reading: 11,000 of 100,000 chars  1,000 chars/s  1:29 left");
    }

    @Test
    void aLabelledTextIsWrappedBetweenWords() {
        String text = "8 files, 83,776 characters; training 63,024 characters in 6 files";
        assertThat(CliCommand.wrapped("corpus:", text, 40).lines())
                .containsExactly(
                        "corpus:      8 files, 83,776 characters;",
                        "             training 63,024 characters",
                        "             in 6 files");
        assertThat(CliCommand.wrapped("corpus:", text, 200)).isEqualTo("corpus:      " + text);
        assertThat(CliCommand.wrapped("device:", "a-word-that-is-longer than its line", 20)
                        .lines())
                .containsExactly(
                        "device:      a-word-that-is-longer",
                        "             than",
                        "             its",
                        "             line");
    }

    @Test
    void printsASpeedBelowOneWithADecimal() {
        try (ProgressDisplay progress = progress()) {
            progress.at(0, 10);
            seconds = 4;
            progress.at(1, 10);
        }
        assertThat(written.toString().lines()).containsExactly("reading: 1 of 10 chars  0.3 chars/s  0:36 left");
    }

    @Test
    void printsNothingForWorkOfLessThanASecond() {
        try (ProgressDisplay progress = progress()) {
            progress.at(0, 10);
            progress.at(10, 10);
        }
        assertThat(written.toString()).isEmpty();
    }
}
