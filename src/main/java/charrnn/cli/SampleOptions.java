package charrnn.cli;

import charrnn.config.Count;
import charrnn.config.SamplingOption;
import charrnn.config.UserError;
import charrnn.corpus.Vocabulary;
import charrnn.files.Reason;
import charrnn.sample.BeamSearch;
import charrnn.sample.FinishReason;
import charrnn.sample.LogitsProcessorFactory;
import charrnn.sample.SamplingOptions;
import charrnn.tools.constrain.CConstraints;
import charrnn.tools.constrain.Until;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options of {@code sample} that decide on the text, in the groups of its help. */
final class SampleOptions {
    private SampleOptions() {}

    /** Languages whose structure {@code --constrain} keeps. */
    enum Language {
        C;

        /** The value as typed on the command line. */
        @Override
        public String toString() {
            return "c";
        }
    }

    /** The text that is continued. */
    static final class Prime {
        @Option(
                names = {"--prime", "--prompt"},
                paramLabel = "TEXT",
                description = "Text to go on from. Default: the start of a line.")
        private @Nullable String prime;

        @Option(
                names = "--prime-file",
                paramLabel = "FILE",
                description = "File that holds the text to go on from, UTF-8.")
        private @Nullable Path primeFile;

        /** @throws UserError if both are given, or the file cannot be read */
        String prime() {
            if (prime != null && primeFile != null) {
                throw new UserError("--prime and --prime-file both name a text to go on from; give one of them");
            }
            if (primeFile == null) {
                return prime == null ? "" : prime;
            }
            try {
                return Files.readString(primeFile);
            } catch (CharacterCodingException e) {
                throw new UserError("--prime-file " + primeFile + " is not UTF-8 text", e);
            } catch (IOException e) {
                throw new UserError("--prime-file " + primeFile + " cannot be read: " + Reason.of(e), e);
            }
        }
    }

    /** The end and the structure of a text. */
    static final class End {
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
                description =
                        "Let nothing come that would break C's lexical and bracket structure, and close what is open"
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
                throw new UserError(
                        "--stop cuts a sample wherever its text comes, so it does not go with --constrain c,"
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

    /** How each character is chosen. */
    static final class Choice {
        @Option(
                names = "--temperature",
                paramLabel = "T",
                description = SamplingOption.Help.TEMPERATURE + " Default: ${DEFAULT-VALUE}.")
        private double temperature = SamplingOption.TEMPERATURE.byDefault();

        @Option(
                names = "--top-k",
                paramLabel = "K",
                description = SamplingOption.Help.TOP_K + " Default: ${DEFAULT-VALUE}.")
        private int topK = SamplingOption.TOP_K.wholeDefault();

        @Option(
                names = "--top-p",
                paramLabel = "P",
                description = SamplingOption.Help.TOP_P + " Default: ${DEFAULT-VALUE}.")
        private double topP = SamplingOption.TOP_P.byDefault();

        @Option(
                names = "--min-p",
                paramLabel = "P",
                description = SamplingOption.Help.MIN_P + " Default: ${DEFAULT-VALUE}.")
        private double minP = SamplingOption.MIN_P.byDefault();

        @Option(
                names = "--typical",
                paramLabel = "P",
                description = SamplingOption.Help.TYPICAL + " Default: ${DEFAULT-VALUE}.")
        private double typical = SamplingOption.TYPICAL.byDefault();

        @Option(
                names = "--repetition-penalty",
                paramLabel = "D",
                description = SamplingOption.Help.REPETITION_PENALTY + " Default: ${DEFAULT-VALUE}.")
        private double repetitionPenalty = SamplingOption.REPETITION_PENALTY.byDefault();

        @Option(
                names = "--repetition-window",
                paramLabel = "N",
                description = SamplingOption.Help.REPETITION_WINDOW + " Default: ${DEFAULT-VALUE}.")
        private int repetitionWindow = SamplingOption.REPETITION_WINDOW.wholeDefault();

        @Option(
                names = "--seed",
                paramLabel = "S",
                description = "Seed of the randomness. Default: another one each time, told with --verbose.")
        private @Nullable Long seed;

        /** The seed; empty if none is given. */
        OptionalLong seed() {
            return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
        }

        /** @throws UserError with a message for each value that is out of its range */
        SamplingOptions options(End end, int count) {
            return new SamplingOptions(
                    end.length(),
                    temperature,
                    topK,
                    topP,
                    minP,
                    typical,
                    repetitionPenalty,
                    repetitionWindow,
                    seed().orElseGet(System::nanoTime),
                    count,
                    end.stop);
        }
    }

    /** The choice among several texts. */
    static final class Search {
        private static final List<String> CHANCE = List.of(
                "--temperature", "--top-k", "--top-p", "--min-p", "--typical", "--seed", "--count", "--best-of");

        @Option(
                names = "--best-of",
                paramLabel = "N",
                description =
                        "Write N candidates for each sample and take the one that the network finds the likeliest, with"
                                + " the fewest bits per character. Sample k of seed S has those with the seeds S + (k - 1) N and"
                                + " following. Default: ${DEFAULT-VALUE}.")
        private int bestOf = SamplingOption.BEST_OF.wholeDefault();

        @Option(
                names = "--beam",
                paramLabel = "W",
                description =
                        "Look for the likeliest text: at each character the W likeliest beginnings go on. No chance.")
        private @Nullable Integer beam;

        @Option(
                names = "--length-penalty",
                paramLabel = "A",
                description = "How far --beam makes up for longer texts' being less likely; 0: not at all."
                        + " Default: ${DEFAULT-VALUE}.")
        private double lengthPenalty = SamplingOption.LENGTH_PENALTY.byDefault();

        /** @throws UserError if values are out of their ranges or options do not go together */
        void check(ParseResult given) {
            List<String> mistakes = Stream.of(
                            SamplingOption.BEST_OF.mistake(bestOf),
                            SamplingOption.BEAM.mistake(beam == null ? 1 : beam),
                            SamplingOption.LENGTH_PENALTY.mistake(lengthPenalty),
                            conflict(given))
                    .flatMap(Optional::stream)
                    .toList();
            if (!mistakes.isEmpty()) {
                throw new UserError(mistakes);
            }
        }

        private Optional<String> conflict(ParseResult given) {
            if (beam == null) {
                return given.hasMatchedOption("--length-penalty")
                        ? Optional.of("--length-penalty belongs to --beam, which is not given")
                        : Optional.empty();
            }
            return CHANCE.stream()
                    .filter(given::hasMatchedOption)
                    .findFirst()
                    .map(option -> "--beam finds one text without any chance, so it does not go with " + option);
        }

        int bestOf() {
            return bestOf;
        }

        Optional<BeamSearch> beam() {
            return Optional.ofNullable(beam).map(width -> new BeamSearch(width, lengthPenalty));
        }
    }
}
