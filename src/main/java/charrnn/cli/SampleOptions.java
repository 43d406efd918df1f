package charrnn.cli;

import charrnn.command.FileFinder;
import charrnn.config.Key.Value;
import charrnn.config.UserError;
import charrnn.corpus.Vocabulary;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
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
    private static final int DEFAULT_LENGTH = 500;

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
        @Value(min = 0)
        private @Nullable Integer length;

        @Option(names = "--stop", paramLabel = "TEXT", description = "End a sample before this text.")
        String stop = "";

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
        }

        int length() {
            return length == null ? until.defaultLength(DEFAULT_LENGTH) : length;
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
}
