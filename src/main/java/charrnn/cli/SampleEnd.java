package charrnn.cli;

import charrnn.config.SamplingOption;
import charrnn.corpus.Vocabulary;
import charrnn.sample.FinishReason;
import charrnn.sample.LogitsProcessorFactory;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code sample} for the end of a text. A tool adds options and rules in a subclass. */
class SampleEnd {
    @Option(
            names = {"--length", "--max-length"},
            paramLabel = "N",
            description = "Characters to write, at most. Default: 500, with --until function 4000.")
    private @Nullable Integer length;

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description = "End a sample where the network writes this text, which is not written itself.")
    private String stop = "";

    final int length() {
        return length == null ? defaultLength() : length;
    }

    final String stop() {
        return stop;
    }

    int defaultLength() {
        return (int) SamplingOption.LENGTH.byDefault();
    }

    /** @throws charrnn.config.UserError if the options contradict each other */
    void check() {}

    /**
     * The factory of the processors that end a text, or shape it, by other rules than its length.
     *
     * @throws charrnn.config.UserError if the vocabulary lacks characters that the rules need
     */
    LogitsProcessorFactory processors(Vocabulary vocabulary) {
        return LogitsProcessorFactory.NONE;
    }

    /** Why a sample ended, as the HTTP API says it: {@code length} or {@code stop}. */
    String finishReason(FinishReason end) {
        return end.name().toLowerCase(Locale.ROOT);
    }
}
