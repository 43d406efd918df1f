package charrnn.cli;

import static charrnn.config.SamplingOption.BEAM;
import static charrnn.config.SamplingOption.BEST_OF;
import static charrnn.config.SamplingOption.LENGTH;
import static charrnn.config.SamplingOption.LENGTH_PENALTY;
import static charrnn.config.SamplingOption.MIN_P;
import static charrnn.config.SamplingOption.REPETITION_PENALTY;
import static charrnn.config.SamplingOption.REPETITION_WINDOW;
import static charrnn.config.SamplingOption.TEMPERATURE;
import static charrnn.config.SamplingOption.TOP_K;
import static charrnn.config.SamplingOption.TOP_P;
import static charrnn.config.SamplingOption.TYPICAL;

import charrnn.config.UserError;
import charrnn.corpus.Vocabulary;
import charrnn.files.Reason;
import charrnn.model.LanguageModel;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.sample.BeamSearch;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
import charrnn.sample.SamplingOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The options of {@code sample} that shape the text, in the groups of its help. */
final class SampleOptions {
    private SampleOptions() {}

    /** The options that give the text to continue. */
    static final class Prime {
        @Option(
                names = {"--prime", "--prompt"},
                paramLabel = "TEXT",
                description = "Text to continue. Default: the start of a line.")
        private @Nullable String prime;

        @Option(names = "--prime-file", paramLabel = "FILE", description = "UTF-8 file with the text to continue.")
        private @Nullable Path primeFile;

        /** @throws UserError if both are given, or the file cannot be read */
        String prime() {
            if (prime != null && primeFile != null) {
                throw new UserError("--prime and --prime-file both name the text to continue; give one of them");
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

    /** The options that give text to read before a sample. A tool adds them in a subclass. */
    static class Context {
        /**
         * Creates a model whose streams have read that text.
         *
         * @param network without streams
         * @param err receives the progress unless the standard error is a terminal
         */
        LanguageModel read(LanguageModel network, Checkpoint checkpoint, CorpusOpener opener, PrintWriter err) {
            return network;
        }
    }

    /** The options that end a text. A tool adds options and rules in a subclass. */
    static class End {
        @Option(
                names = {"--length", "--max-length"},
                paramLabel = "N",
                description = "Maximum number of generated characters. Default: 500, with --until function 4000.")
        private @Nullable Integer length;

        @Option(names = "--stop", paramLabel = "TEXT", description = "End a sample before this text.")
        private String stop = "";

        final int length() {
            return length == null ? defaultLength() : length;
        }

        final String stop() {
            return stop;
        }

        int defaultLength() {
            return (int) LENGTH.byDefault();
        }

        /** @throws UserError if the options contradict each other */
        void check() {}

        /**
         * Creates the factory of the processors that constrain a text, or end it before its length.
         *
         * @throws UserError if the vocabulary lacks characters that the rules need
         */
        LogitsProcessorFactory processors(Vocabulary vocabulary) {
            return LogitsProcessorFactory.NONE;
        }

        /** The finish reason of a sample, as in the HTTP API: {@code length} or {@code stop}. */
        String finishReason(FinishReason end) {
            return end.name().toLowerCase(Locale.ROOT);
        }
    }

    /** The options that end a text and choose its characters; the interactive mode can change them. */
    static final class Text {
        @ArgGroup(validate = false, order = 2, heading = "%nEnd and syntax of a sample:%n")
        private ConstrainOptions end = new ConstrainOptions();

        private final SamplingNumbers numbers = new SamplingNumbers();

        private final OptionSpec seed = OptionSpec.builder("--seed")
                .type(Long.class)
                .paramLabel("S")
                .description("Seed of the random numbers. Default: a new one each time, printed with --verbose.")
                .build();

        @Spec
        void addNumbersTo(CommandSpec command) {
            command.addArgGroup(SamplingNumbers.group(
                    3,
                    "How each character is chosen",
                    numbers.option(TEMPERATURE),
                    numbers.option(TOP_K),
                    numbers.option(TOP_P),
                    numbers.option(MIN_P),
                    numbers.option(TYPICAL),
                    numbers.option(REPETITION_PENALTY),
                    numbers.option(REPETITION_WINDOW),
                    seed));
        }

        End end() {
            return end;
        }

        /** The seed; empty if none is given. */
        OptionalLong seed() {
            Long given = seed.getValue();
            return given == null ? OptionalLong.empty() : OptionalLong.of(given);
        }

        /** @throws UserError if values are out of their ranges, or options contradict each other */
        SamplingOptions options(int count) {
            return options(count, seed().orElseGet(System::nanoTime));
        }

        SamplingOptions options(int count, long firstSeed) {
            SamplingOptions options = new SamplingOptions(
                    end.length(),
                    numbers.get(TEMPERATURE),
                    numbers.whole(TOP_K),
                    numbers.get(TOP_P),
                    numbers.get(MIN_P),
                    numbers.get(TYPICAL),
                    numbers.get(REPETITION_PENALTY),
                    numbers.whole(REPETITION_WINDOW),
                    firstSeed,
                    count,
                    end.stop());
            end.check();
            return options;
        }

        /** The factory of all processors that depend on the text so far. */
        LogitsProcessorFactory processors(Vocabulary vocabulary) {
            return options(1).processors(vocabulary).then(end.processors(vocabulary));
        }
    }

    /** The options that choose among several texts. */
    static final class Search {
        private static final List<String> RANDOM_OPTIONS = List.of(
                "--temperature", "--top-k", "--top-p", "--min-p", "--typical", "--seed", "--count", "--best-of");

        private final SamplingNumbers numbers = new SamplingNumbers();

        private final OptionSpec beam = OptionSpec.builder(BEAM.option())
                .type(Integer.class)
                .paramLabel(BEAM.label())
                .description(BEAM.help())
                .build();

        @Spec
        void addNumbersTo(CommandSpec command) {
            command.addArgGroup(SamplingNumbers.group(
                    4, "Looking at several texts", numbers.option(BEST_OF), beam, numbers.option(LENGTH_PENALTY)));
        }

        /** @throws UserError if values are out of their ranges or options do not go together */
        void check(ParseResult given) {
            List<String> mistakes = new ArrayList<>(numbers.mistakes());
            beamWidth().flatMap(BEAM::mistake).ifPresent(mistakes::add);
            if (beamWidth().isEmpty() && given.hasMatchedOption("--length-penalty")) {
                mistakes.add("--length-penalty belongs to --beam, which is not given");
            }
            RANDOM_OPTIONS.stream()
                    .filter(option -> beamWidth().isPresent() && given.hasMatchedOption(option))
                    .findFirst()
                    .ifPresent(option -> mistakes.add(
                            "--beam finds one text without random numbers, so it does not go with " + option));
            UserError.throwIfAny(mistakes);
        }

        int bestOf() {
            return numbers.whole(BEST_OF);
        }

        private Optional<Integer> beamWidth() {
            return Optional.ofNullable(beam.getValue());
        }

        Optional<BeamSearch> beam() {
            return beamWidth().map(width -> new BeamSearch(width, numbers.get(LENGTH_PENALTY)));
        }
    }
}
