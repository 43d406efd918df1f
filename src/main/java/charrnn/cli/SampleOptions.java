package charrnn.cli;

import static charrnn.command.CliCommand.DEFAULT;

import charrnn.command.FileFinder;
import charrnn.config.SamplingOption;
import charrnn.config.SamplingOption.Help;
import charrnn.config.UserError;
import charrnn.corpus.Vocabulary;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
import charrnn.sample.SamplingOptions;
import charrnn.tools.constrain.CConstraints;
import charrnn.tools.constrain.Language;
import charrnn.tools.constrain.NameUse;
import charrnn.tools.constrain.ProjectNames;
import charrnn.tools.constrain.Until;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

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

        @Option(
                names = "--prime-file",
                paramLabel = "FILE",
                description = "UTF-8 file with the text to continue; -: the standard input.")
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

    /** The options that end a text, and {@code --constrain}; it and {@code --until} use the tool {@code constrain}. */
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
                description = "Keep to a grammar of C, and complete the sample within its length.")
        private @Nullable Language language;

        @Option(
                names = "--names",
                paramLabel = "WHICH",
                description =
                        "With --constrain c, what functions may use: names that exist in the prompt and in the headers"
                                + " of --context that it includes ('known'), others too, but seldom ('likely'), or any names"
                                + " ('any'). Default: known if --context has headers, else likely.")
        private @Nullable NameUse names;

        /** Refuses options that are for C if the network has not learned it. */
        void check(Path checkpoint) {
            if (language != null || until == Until.FUNCTION) {
                Language.C.require(language != null ? "--constrain c" : "--until function", checkpoint);
            }
            if (names != null && language == null) {
                throw new UserError("--names " + names + " needs --constrain c");
            }
        }

        private int length() {
            return length == null ? until.defaultLength((int) SamplingOption.LENGTH.byDefault()) : length;
        }

        boolean isConstrained() {
            return language != null;
        }

        /** Which names functions may use. */
        NameUse names(ProjectNames project) {
            return project.use(names);
        }

        /** The processors that constrain a text, or end it before its length. */
        LogitsProcessorFactory processors(Vocabulary vocabulary, ProjectNames project) {
            return language == null && until == Until.LENGTH
                    ? LogitsProcessorFactory.NONE
                    : new CConstraints(vocabulary, language != null, until, names(project), project);
        }

        /** The finish reason of a sample: {@code length} or {@code stop}, as in the HTTP API, or the value of --until. */
        String finishReason(FinishReason end) {
            return end == FinishReason.UNTIL ? until.toString() : end.name().toLowerCase(Locale.ROOT);
        }
    }

    /** The options that choose each character, with the declared defaults. */
    static final class Choice {
        @Option(names = "--temperature", paramLabel = "T", description = Help.TEMPERATURE + DEFAULT)
        private double temperature = SamplingOption.TEMPERATURE.byDefault();

        @Option(names = "--top-k", paramLabel = "K", description = Help.TOP_K + DEFAULT)
        private int topK = (int) SamplingOption.TOP_K.byDefault();

        @Option(names = "--top-p", paramLabel = "P", description = Help.TOP_P + DEFAULT)
        private double topP = SamplingOption.TOP_P.byDefault();

        @Option(names = "--min-p", paramLabel = "P", description = Help.MIN_P + DEFAULT)
        private double minP = SamplingOption.MIN_P.byDefault();

        @Option(names = "--repetition-penalty", paramLabel = "D", description = Help.REPETITION_PENALTY + DEFAULT)
        private double repetitionPenalty = SamplingOption.REPETITION_PENALTY.byDefault();

        @Option(names = "--repetition-window", paramLabel = "N", description = Help.REPETITION_WINDOW + DEFAULT)
        private int repetitionWindow = (int) SamplingOption.REPETITION_WINDOW.byDefault();

        @Option(
                names = "--seed",
                paramLabel = "S",
                description = "Seed of the random numbers. Default: a new one each time, printed with --verbose.")
        private @Nullable Long seed;

        /** The options of all samples; a {@link UserError} says which are out of range or contradict each other. */
        SamplingOptions options(End end, int count) {
            SamplingOptions options = new SamplingOptions(
                    end.length(),
                    temperature,
                    topK,
                    topP,
                    minP,
                    repetitionPenalty,
                    repetitionWindow,
                    seed == null ? System.nanoTime() : seed,
                    count,
                    end.stop);
            if (end.language != null && !end.stop.isEmpty()) {
                throw new UserError("--stop ends a sample anywhere, so it does not go with --constrain c, which closes"
                        + " what is open; use --until instead");
            }
            return options;
        }
    }
}
