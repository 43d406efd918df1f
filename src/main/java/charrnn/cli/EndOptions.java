package charrnn.cli;

import charrnn.config.Count;
import charrnn.config.UserError;
import charrnn.corpus.Vocabulary;
import charrnn.sample.FinishReason;
import charrnn.sample.LogitsProcessorFactory;
import charrnn.tools.constrain.CConstraints;
import charrnn.tools.constrain.Until;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code sample} for the end and the structure of a text. */
final class EndOptions {
    /** Languages whose structure {@code --constrain} keeps. */
    enum Language {
        C;

        /** The value as typed on the command line. */
        @Override
        public String toString() {
            return "c";
        }
    }

    private static final int USUAL_LENGTH = 500;

    @Option(
            names = {"--length", "--max-length"},
            paramLabel = "N",
            description = "Characters to write, at most. Default: " + USUAL_LENGTH + ", with --until function "
                    + Until.FUNCTION_LENGTH + ".")
    private @Nullable Integer length;

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description = "End a sample where the network writes this text, which is not written itself.")
    private String stop = "";

    @Option(
            names = "--until",
            paramLabel = "PLACE",
            description =
                    "End a sample at the end of a line ('line'), or make it one function definition, which ends with"
                            + " its body's brace ('function'). Default: at its length.")
    private Until until = Until.LENGTH;

    @Option(
            names = "--constrain",
            paramLabel = "c",
            description = "Let nothing come that would break C's lexical and bracket structure, and close what is open"
                    + " before the sample ends.")
    private @Nullable Language language;

    int length() {
        return length == null ? until.defaultLength(USUAL_LENGTH) : length;
    }

    /**
     * The remark on samples that reached their length before the end of their line or function.
     *
     * @param cut how many samples did
     * @param count how many samples were written
     * @return empty if none did, or if samples end at their length alone
     */
    Optional<String> cutRemark(int cut, int count) {
        if (cut == 0 || until == Until.LENGTH) {
            return Optional.empty();
        }
        String place = until == Until.LINE ? "line" : "function";
        String samples = count == 1 ? "the sample" : Count.of(cut, "sample") + " of " + count;
        return Optional.of(String.format(
                Locale.ROOT,
                "%s reached --length %d before %s %s ended; a larger --length lets %s go on",
                samples,
                length(),
                cut == 1 ? "its" : "their",
                place,
                cut == 1 ? "it" : "them"));
    }

    String stop() {
        return stop;
    }

    /** Why a sample ended: {@code length} or {@code stop} as in the HTTP API, else the value of {@code --until}. */
    String finishReason(FinishReason end) {
        return switch (end) {
            case LENGTH -> "length";
            case STOP -> "stop";
            case UNTIL -> until.toString();
        };
    }

    /** @throws UserError if the options contradict each other */
    void check() {
        if (language != null && !stop.isEmpty()) {
            throw new UserError("--stop cuts a sample wherever its text comes, so it does not go with --constrain c,"
                    + " which closes what is open; --until does");
        }
    }

    /** @throws UserError if the options contradict each other, or do not go with the vocabulary */
    LogitsProcessorFactory processors(Vocabulary vocabulary) {
        check();
        return language == null && until == Until.LENGTH
                ? LogitsProcessorFactory.NONE
                : new CConstraints(vocabulary, language != null, until);
    }
}
