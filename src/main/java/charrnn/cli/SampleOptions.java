package charrnn.cli;

import charrnn.config.SamplingOption;
import charrnn.config.UserError;
import charrnn.corpus.Vocabulary;
import charrnn.sample.BeamSearch;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
import charrnn.sample.SamplingOptions;
import charrnn.tools.constrain.CConstraints;
import charrnn.tools.constrain.Until;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
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
            return primeFile == null
                    ? Objects.requireNonNullElse(prime, "")
                    : FileFinder.text("--prime-file", primeFile, Integer.MAX_VALUE);
        }
    }

    /** Languages whose lexical and bracket structure {@code --constrain} keeps. */
    enum Language {
        C;

        @Override
        public String toString() {
            return "c";
        }
    }

    /** The options that end a text, and {@code --constrain}; the tool {@code constrain} implements it and {@code --until}. */
    static final class End {
        @Option(
                names = {"--length", "--max-length"},
                paramLabel = "N",
                description = "Maximum number of generated characters. Default: 500, with --until function 4000.")
        private @Nullable Integer length;

        @Option(names = "--stop", paramLabel = "TEXT", description = "End a sample before this text.")
        private String stop = "";

        @Option(
                names = "--until",
                paramLabel = "PLACE",
                description =
                        "End a sample at the end of a line ('line'), or make it one function definition, which ends"
                                + " with its body's brace ('function'). Default: at its length.")
        private Until until = Until.LENGTH;

        @Option(
                names = "--constrain",
                paramLabel = "c",
                description =
                        "Allow only characters that keep C's lexical and bracket structure, and close what is open"
                                + " before the sample ends.")
        private @Nullable Language language;

        private int length() {
            return length == null ? until.defaultLength((int) SamplingOption.LENGTH.byDefault()) : length;
        }

        /** The processors that constrain a text, or end it before its length. */
        private LogitsProcessorFactory processors(Vocabulary vocabulary) {
            return language == null && until == Until.LENGTH
                    ? LogitsProcessorFactory.NONE
                    : new CConstraints(vocabulary, language != null, until);
        }

        /** The finish reason of a sample: {@code length} or {@code stop}, as in the HTTP API, or the value of --until. */
        String finishReason(FinishReason end) {
            return end == FinishReason.UNTIL ? until.toString() : end.name().toLowerCase(Locale.ROOT);
        }
    }

    /** The options that end a text and choose its characters; the interactive mode can change them. */
    static final class Text {
        @ArgGroup(validate = false, order = 2, heading = "%nEnd and syntax of a sample:%n")
        End end = new End();

        private final Numbers numbers = new Numbers();

        private final OptionSpec seed = OptionSpec.builder("--seed")
                .type(Long.class)
                .paramLabel("S")
                .description("Seed of the random numbers. Default: a new one each time, printed with --verbose.")
                .build();

        @Spec
        void addNumbersTo(CommandSpec command) {
            ArgGroupSpec.Builder group = Numbers.group(3, "How each character is chosen");
            EnumSet.range(SamplingOption.TEMPERATURE, SamplingOption.REPETITION_WINDOW)
                    .forEach(declared -> group.addArg(numbers.option(declared)));
            command.addArgGroup(group.addArg(seed).build());
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
            SamplingOptions options = numbers.samplingOptions(end.length(), firstSeed, count, end.stop);
            if (end.language != null && !end.stop.isEmpty()) {
                throw new UserError("--stop ends a sample anywhere, so it does not go with --constrain c, which closes"
                        + " what is open; use --until instead");
            }
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

        private final Numbers numbers = new Numbers();

        private final OptionSpec beam = OptionSpec.builder(SamplingOption.BEAM.option())
                .type(Integer.class)
                .paramLabel(SamplingOption.BEAM.label())
                .description(SamplingOption.BEAM.help())
                .build();

        @Spec
        void addNumbersTo(CommandSpec command) {
            command.addArgGroup(Numbers.group(4, "Looking at several texts")
                    .addArg(numbers.option(SamplingOption.BEST_OF))
                    .addArg(beam)
                    .addArg(numbers.option(SamplingOption.LENGTH_PENALTY))
                    .build());
        }

        /** @throws UserError if values are out of their ranges or options do not go together */
        void check(CliCommand command) {
            List<String> mistakes = new ArrayList<>(numbers.mistakes());
            Optional<Integer> width = Optional.ofNullable(beam.getValue());
            width.flatMap(SamplingOption.BEAM::mistake).ifPresent(mistakes::add);
            if (width.isPresent()) {
                String reason = "--beam finds one text without random numbers, so it does not go with ";
                command.firstGiven(RANDOM_OPTIONS).ifPresent(option -> mistakes.add(reason + option));
            } else if (command.isGiven("--length-penalty")) {
                mistakes.add("--length-penalty belongs to --beam, which is not given");
            }
            UserError.throwIfAny(mistakes);
        }

        int bestOf() {
            return (int) numbers.get(SamplingOption.BEST_OF);
        }

        Optional<BeamSearch> beam() {
            return Optional.ofNullable((Integer) beam.getValue())
                    .map(width -> new BeamSearch(width, numbers.get(SamplingOption.LENGTH_PENALTY)));
        }
    }

    /** The numeric options of one command, built from {@link SamplingOption}, and their values. */
    static final class Numbers {
        private final Map<SamplingOption, OptionSpec> options = new EnumMap<>(SamplingOption.class);

        /** Builds an option with the declared default. */
        OptionSpec option(SamplingOption declared) {
            return option(declared, declared.byDefault());
        }

        /** Builds an option with a default of its own. */
        OptionSpec option(SamplingOption declared, double byDefault) {
            Number number = declared.isWhole() ? (Number) (int) byDefault : (Number) byDefault;
            OptionSpec option = option(declared.option(), declared.label(), declared.help(), number);
            options.put(declared, option);
            return option;
        }

        /** Builds an option for numbers of the default's type. */
        static OptionSpec option(String name, String label, String help, Number byDefault) {
            return OptionSpec.builder(name)
                    .type(byDefault.getClass())
                    .paramLabel(label)
                    .initialValue(byDefault)
                    .description(help + " Default: ${DEFAULT-VALUE}.")
                    .build();
        }

        /** A group of options with a heading in the help. */
        static ArgGroupSpec.Builder group(int order, String heading) {
            return ArgGroupSpec.builder().validate(false).order(order).heading("%n" + heading + ":%n");
        }

        /** The number of an option, given or by default; picocli sets no default while no option of a group is given. */
        static Number number(OptionSpec option) {
            return Objects.requireNonNullElse((Number) option.getValue(), (Number) option.initialValue());
        }

        /** The value of an option; the declared default if the command does not have it. */
        double get(SamplingOption declared) {
            OptionSpec option = options.get(declared);
            return option == null ? declared.byDefault() : number(option).doubleValue();
        }

        /** @throws charrnn.config.UserError with a message for each value that is not allowed */
        SamplingOptions samplingOptions(int length, long seed, int count, String stop) {
            return new SamplingOptions(
                    length,
                    get(SamplingOption.TEMPERATURE),
                    (int) get(SamplingOption.TOP_K),
                    get(SamplingOption.TOP_P),
                    get(SamplingOption.MIN_P),
                    get(SamplingOption.TYPICAL),
                    get(SamplingOption.REPETITION_PENALTY),
                    (int) get(SamplingOption.REPETITION_WINDOW),
                    seed,
                    count,
                    stop);
        }

        /** A message for each value that is not allowed. */
        List<String> mistakes() {
            return options.keySet().stream()
                    .flatMap(declared -> declared.mistake(get(declared)).stream())
                    .toList();
        }
    }
}
