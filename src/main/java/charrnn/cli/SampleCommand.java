package charrnn.cli;

import charrnn.command.ContextOptions;
import charrnn.command.NetworkCommand;
import charrnn.command.SamplingGroup;
import charrnn.config.Count;
import charrnn.config.UserError;
import charrnn.corpus.ProjectFiles.SourceFile;
import charrnn.match.MatchMemory;
import charrnn.model.LanguageModel;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
import charrnn.sample.Samples;
import charrnn.sample.SamplingOptions;
import charrnn.tools.constrain.ProjectNames;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sample}: generates text with a checkpoint; also a main class of its own. */
@Command(
        name = "sample",
        description = {
            "Generates text with a trained network. Only the text, its prompt included, goes to the standard output.",
            "The same seed gives the same text. Sample k has the seed S + k - 1; its probabilities may differ by rounding"
                    + " from those of a sample alone."
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
    private static final List<String> SEVERAL_SAMPLES = List.of("--count", "--out", "--json");

    @Option(
            names = "--show-probabilities",
            description = "Colour each character by its probability, on a terminal. NO_COLOR turns it off.")
    private boolean showProbabilities;

    @ArgGroup(validate = false, order = 1, heading = "%nWhere a sample begins:%n")
    private SampleOptions.Prime begin = new SampleOptions.Prime();

    @Mixin
    private ContextOptions context = new ContextOptions();

    @ArgGroup(validate = false, order = 2, heading = "%nEnd and syntax of a sample:%n")
    private SampleOptions.End end = new SampleOptions.End();

    @Mixin
    private SamplingGroup sampling = new SamplingGroup(Map.of());

    @ArgGroup(validate = false, order = 4, heading = "%nNumber and output of the samples:%n")
    private SampleOutput output = new SampleOutput();

    /** {@code java -cp charrnn.jar charrnn.cli.SampleCommand}. */
    public static void main(String[] args) {
        System.exit(Main.execute(new SampleCommand(), args));
    }

    @Override
    public Integer call() {
        SamplingOptions options =
                SamplingOptions.of(sampling.given(), end.length(), output.seed(), output.count, end.stop);
        UserError.throwIfAny(misplaced("--constrain", "--names"));
        if (end.isConstrained()) {
            refuse("--constrain c ends a sample where --until says and nothing is open", List.of("--stop"));
        }
        if (showProbabilities) {
            refuse("--show-probabilities shows one sample as it is written", SEVERAL_SAMPLES);
        }
        String prompt = begin.prime();
        output.check();
        Path file = checkpoint();
        end.check(file);
        Checkpoint read = read(file);
        ProjectNames names = end.isConstrained() ? names(file, read, prompt) : ProjectNames.NONE;
        LogitsProcessorFactory processors =
                options.processors(read.vocabulary()).then(end.processors(read.vocabulary(), names));
        processors.create(prompt, options.length()); // throws before anything is written
        printVerbose("seed " + options.seed());
        warnOfUnknown(read.vocabulary(), prompt);
        try {
            write(file, read, options, processors, prompt);
        } catch (SampleOutput.OutputClosed e) {
            printVerbose("the output is closed");
        }
        return 0;
    }

    /** Reads the names of the context, and says how many there are. */
    private ProjectNames names(Path file, Checkpoint read, String prompt) {
        if (!context.isGiven()) {
            return ProjectNames.NONE;
        }
        List<Path> files = context.files(ContextOptions.selection(file, read), this::warn).stream()
                .map(SourceFile::path)
                .toList();
        ProjectNames names = ProjectNames.ofFiles(files);
        Set<String> missing = names.missingHeaders(prompt);
        printVerbose("names: " + end.names(names) + "; " + Count.of(names.size(), "name") + " of "
                + Count.of(files.size(), "file"));
        if (!missing.isEmpty()) {
            warn("--context has no " + String.join(", ", missing) + ", so the names in there count as unknown");
        }
        return names;
    }

    private void write(
            Path file, Checkpoint read, SamplingOptions options, LogitsProcessorFactory processors, String prompt) {
        LanguageModel model = LanguageModel.of(read.network(), read.vocabulary());
        if (context.isGiven()) {
            MatchMemory memory = context.memory(file, read, this);
            model.useMemory(() -> memory);
        }
        CharacterFormat format = CharacterFormat.ofStandardOutput(showProbabilities);
        Samples.Listener listener = output.listener(EscapingWriter.plain(out()), format, prompt, end::finishReason);
        new Samples(model, options, processors, prompt, listener).generate();
    }
}
