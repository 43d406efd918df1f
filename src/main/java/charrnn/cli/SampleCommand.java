package charrnn.cli;

import charrnn.config.UserError;
import charrnn.model.LanguageModel;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
import charrnn.sample.Samples;
import charrnn.sample.SamplingOptions;
import java.io.IOException;
import java.util.stream.Stream;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** {@code sample}: generates text with a checkpoint; also a main class of its own. */
@Command(
        name = "sample",
        description = {
            "Generates text with a trained network. Only the text, its prime included, goes to the standard output.",
            "The same seed gives the same text. Sample k has the seed S + k - 1 and is the same for any --count above"
                    + " 1; a single sample is computed in another order and may, very rarely, differ in a character."
        },
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footer = {
            "  charrnn sample                                              the newest run's best checkpoint",
            "  charrnn sample --prime 'static int ' --until function --constrain c --temperature 0.6",
            "  charrnn sample --prime-file head.c --stop $'\\n}\\n' --seed 7",
            "  charrnn sample --prime 'static int ' --until function --constrain c --beam 8",
            "  charrnn sample --checkpoint checkpoints/linux --count 100 --out samples",
            "  charrnn sample --count 10 --json > samples.jsonl",
            "  charrnn sample --interactive --show-probabilities --constrain c"
        })
public final class SampleCommand extends CliCommand {
    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    @Option(
            names = "--interactive",
            description = "Interactive mode: type the beginning of a text and see its continuation. :help lists the"
                    + " commands.")
    private boolean interactive;

    @Option(
            names = "--show-probabilities",
            description = "Colour each character by its probability, on a terminal. NO_COLOR turns it off.")
    private boolean showProbabilities;

    @ArgGroup(validate = false, order = 1, heading = "%nWhere a sample begins:%n")
    private SampleOptions.Prime begin = new SampleOptions.Prime();

    @Mixin
    private SampleOptions.Context context = new ContextOptions();

    @Mixin
    private SampleOptions.Text text = new SampleOptions.Text();

    @Mixin
    private SampleOptions.Search search = new SampleOptions.Search();

    @ArgGroup(validate = false, order = 5, heading = "%nNumber and output of the samples:%n")
    private SampleOutput output = new SampleOutput();

    /** {@code java -cp charrnn.jar charrnn.cli.SampleCommand}. */
    public static void main(String[] args) {
        System.exit(Main.execute(new SampleCommand(), args));
    }

    @Override
    public Integer call() throws IOException {
        SamplingOptions options = text.options(output.count());
        ParseResult given = commandLine().getParseResult();
        search.check(given);
        checkSingleSample(given);
        String prime = begin.prime();
        output.check(given);
        Checkpoint read = CheckpointReader.read(checkpoint.file(), false);
        if (interactive) {
            return runInteractively(read, given, prime);
        }
        LogitsProcessorFactory processors = text.processors(read.vocabulary());
        processors.create(prime, options.length()); // throws before anything is written
        printLibrary();
        printVerbose("seed " + options.seed());
        warnOfUnknown(read.vocabulary(), prime);
        try {
            write(read, options, processors, prime);
        } catch (SampleOutput.OutputClosed e) {
            printVerbose("the output is closed");
        }
        return 0;
    }

    private void write(Checkpoint read, SamplingOptions options, LogitsProcessorFactory processors, String prime) {
        boolean single =
                options.count() == 1 && search.bestOf() == 1 && search.beam().isEmpty();
        LanguageModel model =
                single ? modelOfOneText(read) : withContext(LanguageModel.of(read.network(), read.vocabulary()), read);
        CharacterFormat format = CharacterFormat.ofStandardOutput(showProbabilities);
        Samples.Listener listener =
                output.listener(EscapingWriter.plain(out()), format, prime, text.end()::finishReason);
        if (search.beam().isPresent()) {
            search.beam().get().search(model, processors, prime, options.length(), options.stop(), listener);
        } else {
            new Samples(model, options, processors, prime, search.bestOf(), listener).generate();
        }
    }

    private LanguageModel modelOfOneText(Checkpoint read) {
        return withContext(LanguageModel.ofOneStream(read.network(), read.vocabulary()), read);
    }

    private LanguageModel withContext(LanguageModel network, Checkpoint read) {
        return context.read(network, read, new CorpusOpener(this::warn, err()), err());
    }

    private int runInteractively(Checkpoint read, ParseResult given, String prime) throws IOException {
        try (Terminal terminal = TerminalBuilder.builder().dumb(true).build()) {
            Settings settings = new Settings(given);
            CharacterFormat format = CharacterFormat.ofStandardOutput(showProbabilities);
            LanguageModel model = modelOfOneText(read);
            new Repl(terminal, new WritingSession(model, settings, format, terminal), settings).run(prime);
        }
        return 0;
    }

    private void checkSingleSample(ParseResult given) {
        String single = interactive ? "--interactive" : showProbabilities ? "--show-probabilities" : "";
        Stream.concat(SampleOutput.OPTIONS.stream(), Stream.of("--best-of", "--beam"))
                .filter(option -> !single.isEmpty() && given.hasMatchedOption(option))
                .findFirst()
                .ifPresent(option -> {
                    throw new UserError(
                            single + " shows one sample as it is written, so it does not go with " + option);
                });
    }
}
