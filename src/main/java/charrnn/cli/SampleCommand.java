package charrnn.cli;

import charrnn.cli.base.ContextOptions;
import charrnn.cli.base.FileFinder;
import charrnn.cli.base.LoadedCheckpoint;
import charrnn.cli.base.NetworkCommand;
import charrnn.cli.base.SamplingGroup;
import charrnn.cli.base.StandardStreams;
import charrnn.config.Key.Bounds;
import charrnn.corpus.SourceFile;
import charrnn.corpus.Vocabulary;
import charrnn.grammar.HeaderIndex;
import charrnn.match.MatchMemory;
import charrnn.message.Count;
import charrnn.message.UserError;
import charrnn.model.LanguageModel;
import charrnn.sample.Constraint;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.Samples;
import charrnn.sample.SamplingOptions;
import charrnn.tools.constrain.CConstraints;
import charrnn.tools.constrain.Language;
import charrnn.tools.constrain.SymbolUse;
import charrnn.tools.constrain.Until;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sample}: generates text with a checkpoint; also a main class of its own. */
@Command(
        name = "sample",
        description = {
            "Generates text with a trained network. Only the text, its prompt included, goes to the standard output.",
            "The same seed gives the same text, up to rounding beside other samples."
        },
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footer = {
            "  charrnn sample                                              the newest run's best checkpoint",
            "  charrnn sample --prime 'static int ' --until function --constrain c --temperature 0.6",
            "  charrnn sample --prime-file head.c --stop $'\\n}\\n' --seed 7",
            "  charrnn sample --checkpoint linux --count 100 --out samples"
        })
public final class SampleCommand extends NetworkCommand {
    private static final int DEFAULT_LENGTH = 500;

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
                    : FileFinder.text("--prime-file", primeFile);
        }
    }

    /** The options that end a text, and {@code --constrain}; it and {@code --until} use the tool {@code constrain}. */
    static final class End {
        @Option(
                names = {"--length", "--max-length"},
                paramLabel = "N",
                description = "Maximum number of generated characters. Default: 500, with --until function 4000.")
        @Bounds(min = 0)
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
                names = "--symbols",
                paramLabel = "WHICH",
                description =
                        "With --constrain c, what functions may use: names that exist in the prompt and in the headers"
                                + " of --context that it includes ('known'), others too, but seldom ('likely'), or any names"
                                + " ('any'). Default: known if --context has headers, else likely.")
        private @Nullable SymbolUse names;

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
        SymbolUse names(HeaderIndex project) {
            return SymbolUse.of(names, project);
        }

        Constraint constraint(Vocabulary vocabulary, HeaderIndex project, String prompt) {
            return language == null && until == Until.LENGTH
                    ? Constraint.NONE
                    : new CConstraints(vocabulary, language != null, until, names(project), project)
                            .create(prompt, length());
        }

        /** The finish reason of a sample: {@code length} or {@code stop}, as in the HTTP API, or the value of --until. */
        String finishReason(FinishReason end) {
            return end == FinishReason.UNTIL ? until.toString() : end.name().toLowerCase(Locale.ROOT);
        }
    }

    @ArgGroup(validate = false, order = 1, heading = "%nWhere a sample begins:%n")
    private Prime begin = new Prime();

    @Mixin
    private ContextOptions context = new ContextOptions();

    @ArgGroup(validate = false, order = 2, heading = "%nEnd and syntax of a sample:%n")
    private End end = new End();

    @Mixin
    private SamplingGroup sampling = new SamplingGroup(Map.of());

    @ArgGroup(validate = false, order = 4, heading = "%nNumber and output of the samples:%n")
    private SampleOutput output = new SampleOutput();

    /** {@code java -cp charrnn.jar charrnn.cli.SampleCommand}. */
    public static void main(String[] args) {
        Main.start(new SampleCommand(), args);
    }

    @Override
    public Integer call() {
        SamplingOptions options =
                SamplingOptions.of(sampling.given(), end.length(), output.seed(), output.count, end.stop);
        UserError.throwIfAny(misplaced("--constrain", "--symbols"));
        if (end.isConstrained()) {
            refuse("--constrain c ends a sample where --until says and nothing is open", List.of("--stop"));
        }
        String prompt = begin.prime();
        output.check();
        Path file = checkpoint();
        end.check(file);
        LoadedCheckpoint read = read(file);
        List<SourceFile> project = context.isGiven() ? context.files(read, this) : List.of();
        HeaderIndex names = end.isConstrained() ? names(project, prompt) : HeaderIndex.NONE;
        Constraint constraint = end.constraint(read.vocabulary(), names, prompt); // throws before anything is written
        printVerbose("seed " + options.seed());
        warnOfUnknown(read.vocabulary(), prompt);
        try {
            write(model(read, project), options, constraint, prompt);
        } catch (SampleOutput.OutputClosed e) {
            printVerbose("the output is closed");
        }
        return 0;
    }

    /** Reads the names of the context's files. */
    private HeaderIndex names(List<SourceFile> project, String prompt) {
        HeaderIndex names =
                HeaderIndex.ofFiles(project.stream().map(SourceFile::path).toList());
        Set<String> missing = context.isGiven() ? names.missingHeaders(prompt) : Set.of();
        printVerbose("names: " + end.names(names) + ", of " + Count.of(project.size(), "file"));
        if (!missing.isEmpty()) {
            warn("--context has no " + String.join(", ", missing) + ", so the names in there count as unknown");
        }
        return names;
    }

    private LanguageModel model(LoadedCheckpoint read, List<SourceFile> project) {
        LanguageModel model = read.model();
        if (context.isGiven()) {
            MatchMemory memory = MatchMemory.of(context.read(project, read, this));
            model.useMemory(() -> memory);
        }
        return model;
    }

    private void write(LanguageModel model, SamplingOptions options, Constraint constraint, String prompt) {
        Samples.Listener listener = output.listener(
                EscapingWriter.plain(out()), StandardStreams.OUTPUT_IS_TERMINAL, prompt, end::finishReason);
        new Samples(model, options, constraint, prompt, listener).generate();
    }
}
