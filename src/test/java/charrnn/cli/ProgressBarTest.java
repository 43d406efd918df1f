package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import charrnn.cli.base.ProgressDisplay;
import charrnn.train.RunListener.Step;
import com.sun.jna.Platform;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressBarTest {
    private static final Step STEP = new Step(
            123_456, 12.34, 1.234, OptionalDouble.of(1.345), 0.002, 0.5, 123_456, 0.456, 4 * 3600 + 5 * 60 + 6);

    private static String plain(String line) {
        return line.replaceAll("\u001b\\[\\d+m", "");
    }

    private static String line(int columns) {
        return plain(ProgressDisplay.line("", STEP.fractionDone(), TrainingDisplay.states(STEP), columns));
    }

    @ParameterizedTest
    @ValueSource(ints = {39, 40, 59, 79, 100, 110})
    void showsLossAndTimeLeftInEachWidth(int columns) {
        assertThat(line(columns))
                .hasSize(columns)
                .contains("45% ")
                .containsSubsequence("1.234 bpc, best 1.345", "4:05:06 left");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 5, 20})
    void fillsAnyWidth(int columns) {
        assertThat(line(columns)).hasSize(Math.max(0, columns));
    }

    private static List<String> renderings(String output) {
        return Stream.of(plain(output).split("[\r\n]+"))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** A program of its own, at a terminal. */
    static final class AtTerminal {
        private AtTerminal() {}

        public static void main(String[] args) {
            try (ProgressDisplay bar = new ProgressDisplay("work", "", new PrintWriter(System.err, true))) {
                bar.show(0.5, () -> List.of("half of it"));
            }
        }
    }

    @Test
    void readsTheTerminalsWidthAndWritesUtf8() throws Exception {
        String output = outputAtTerminal(Map.of("LC_ALL", "C", "TERM", "xterm"));
        assertThat(renderings(output))
                .isNotEmpty()
                .allSatisfy(rendering -> assertThat(rendering).hasSize(56).startsWith("work "));
        assertThat(output).contains("\u001b[33m│███████", "half of it").doesNotContain("?");
    }

    @Test
    void noColorLeavesTheBarWithoutColour() throws Exception {
        assertThat(outputAtTerminal(Map.of("NO_COLOR", "1", "TERM", "xterm")))
                .contains(" │███████", "half of it")
                .doesNotContain("\u001b[33m");
    }

    @Test
    void dumbTerminalShowsLinesWithoutEscapeSequences() throws Exception {
        assertThat(outputAtTerminal(Map.of("TERM", "dumb"))).isEqualToIgnoringNewLines("work: half of it");
    }

    /** {@code script} gives a process a terminal, {@code stty} its size. */
    private static String outputAtTerminal(Map<String, String> environment) throws Exception {
        assumeTrue(Platform.isLinux() && Files.isExecutable(Path.of("/usr/bin/script")), "no script(1) here");
        String java = String.join("' '", Program.process(AtTerminal.class).command());
        ProcessBuilder builder =
                new ProcessBuilder("/usr/bin/script", "-qec", "stty cols 57; exec '" + java + "'", "/dev/null");
        // Java prints a line about the first two.
        builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "NO_COLOR"));
        builder.environment().putAll(environment);
        return Program.ended(builder).out();
    }

    @Test
    void withoutATerminalALineComesAfterASecondAndThenEveryTenSeconds() {
        StringWriter written = new StringWriter();
        AtomicLong seconds = new AtomicLong();
        try (ProgressDisplay progress = new ProgressDisplay(
                "reading", "chars", new PrintWriter(written, true), false, () -> seconds.get() * 1_000_000_000L)) {
            for (; seconds.get() <= 20; seconds.incrementAndGet()) {
                progress.at(1000 * seconds.get(), 100_000);
            }
        }
        assertThat(written.toString().lines())
                .containsExactly(
                        "reading: 1,000 of 100,000 chars  1,000 chars/s  1:39 left",
                        "reading: 11,000 of 100,000 chars  1,000 chars/s  1:29 left");
    }
}
