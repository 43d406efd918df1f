package charrnn.lab;

import charrnn.cli.base.CorpusOpener;
import charrnn.cli.base.LoadedCheckpoint;
import charrnn.cli.base.NetworkCommand;
import charrnn.cli.base.SamplingGroup;
import charrnn.config.Config;
import charrnn.config.ConfigKey;
import charrnn.config.ConfigKeys;
import charrnn.config.Key.Bounds;
import charrnn.corpus.Corpus;
import charrnn.corpus.Split.Part;
import charrnn.message.Count;
import charrnn.message.UserError;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
import charrnn.sample.Samples;
import charrnn.sample.SamplingOptions;
import charrnn.tools.constrain.CConstraints;
import charrnn.tools.constrain.Language;
import charrnn.tools.constrain.Until;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code score}: prints the code scorecard of a network's samples, or of any C files. */
@Command(
        name = "score",
        description = {
            "Measures whether text is C: does it parse, lex, balance and compile, is it new?",
            "Scores samples of a checkpoint, with held-out code of the run's own corpus as the ceiling, or any C with"
                    + " --files: docs/reference/scorecard.md. Without --completion, networks that have"
                    + " not learned C are refused."
        },
        footer = {
            "  java -jar charrnn-lab.jar score            the newest run's best checkpoint",
            "  java -jar charrnn-lab.jar score --checkpoint checkpoints/linux --samples 50 --json > score.json",
            "  java -jar charrnn-lab.jar score --files ~/src/project",
            "  java -jar charrnn-lab.jar score --completion --checkpoint linux --files ~/src/project",
            "  java -jar charrnn-lab.jar score --compile ~/src/project --cflags '-I include' --checkpoint linux --constrain c"
        })
final class ScoreCommand extends NetworkCommand {
    private static final List<String> GENERATION_OPTIONS = Stream.concat(
                    Stream.of("--samples", "--length", "--constrain"),
                    SamplingOptions.DECLARED.stream().map(ConfigKey::option))
            .toList();

    @Mixin
    private CompletionOptions completion = new CompletionOptions();

    @Mixin
    private CompileOptions compile = new CompileOptions();

    @Option(
            names = "--files",
            paramLabel = "PATH",
            description = "Score the C files of this folder, or one file, instead of a network's samples.")
    private @Nullable Path files;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed of all randomness: the same seed gives the same numbers." + DEFAULT)
    private long seed = 1;

    @Option(names = "--json", description = "Print one JSON document instead of the table.")
    private boolean json;

    /** The options of samples. */
    static final class Generation {
        @Option(names = "--samples", paramLabel = "N", description = "Number of samples." + DEFAULT)
        @Bounds(min = 1)
        private int samples = 200;

        @Option(
                names = "--length",
                paramLabel = "N",
                description = "Characters in a sample, with --compile at most. Default: 2000, with --compile 1200.")
        @Bounds(min = 1)
        private @Nullable Integer length;

        @Option(names = "--constrain", paramLabel = "c", description = "Keep to a grammar of C, as 'sample' does.")
        private @Nullable Language language;
    }

    @ArgGroup(validate = false, heading = "%nThe network's samples:%n")
    private Generation generation = new Generation();

    @Mixin
    private SamplingGroup sampling = new SamplingGroup(Map.of("temperature", "0.8, with --compile 0.6"));

    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Scorecard> cards = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        requireExisting("--files", files);
        requireExisting("--compile", compile.files);
        UserError.throwIfAny(misplaced("--compile", "--cflags", "--compile-commands", "--context"));
        if (completion.wanted) {
            refuse("--completion scores completions", GENERATION_OPTIONS);
            refuse("--completion scores completions", List.of("--compile"));
            completion.measure(files, seed, this, this::print);
            return 0;
        }
        UserError.throwIfAny(misplaced("--completion", "--min-confidence"));
        if (compile.files != null) {
            refuse("--compile writes a body at each place", List.of("--files", "--samples"));
            int places = completion.places(30);
            print(compile.measure(compile.files, places, sampling(1200, 0.6), generation.language != null, this));
            return 0;
        }
        UserError.throwIfAny(misplaced("--completion", "--places"));
        Optional<CCompiler> compiler = compiler();
        if (files == null) {
            scoreSamples(compiler);
        } else {
            scoreFiles(files, compiler);
        }
        print(Scorecard.report(facts, notes, cards));
        return 0;
    }

    private void print(Report report) {
        if (json) {
            print(report.json());
        } else {
            out().print(report.table());
            out().flush();
        }
    }

    private Optional<CCompiler> compiler() {
        Optional<CCompiler> found = CCompiler.find(System.getenv().getOrDefault("PATH", ""));
        facts.put("compiler", found.map(CCompiler::version).orElse("none"));
        if (found.isEmpty()) {
            notes.add("There is no gcc or clang on the PATH that compiles, so nothing was compiled.");
        }
        return found;
    }

    private void scoreFiles(Path path, Optional<CCompiler> compiler) {
        refuse("--files scores existing texts", List.of("--checkpoint"));
        refuse("--files scores existing texts", GENERATION_OPTIONS);
        Corpus corpus = Corpus.load(Config.defaults().corpus().ofOtherText(List.of(path.toString()), 0), this::warn);
        facts.put("files", path.toString());
        notes.add("Without a checkpoint there is no training text, so nothing is said of what is new.");
        try (CodeScorer scorer = new CodeScorer(compiler, Optional.empty())) {
            cards.add(Scorecard.of(path.toString(), scorer.score(corpus.texts(Part.TRAIN)), seed));
        }
    }

    private SamplingOptions sampling(int defaultLength, double defaultTemperature) {
        Map<String, Object> declared = sampling.given();
        declared.putIfAbsent("temperature", defaultTemperature);
        int length = Objects.requireNonNullElse(generation.length, defaultLength);
        return SamplingOptions.of(declared, length, seed, generation.samples, "");
    }

    private void scoreSamples(Optional<CCompiler> compiler) throws IOException {
        SamplingOptions options = sampling(2000, 0.8);
        Path file = checkpoint();
        Language.C.require("score", file);
        LoadedCheckpoint read = read(file);
        Corpus corpus = new CorpusOpener(this).ofRun(read);
        boolean constrained = generation.language != null;
        facts.put("checkpoint", file.toString());
        facts.put("samples", options.count());
        facts.putAll(facts(options, constrained));
        facts.put("trainingChars", corpus.train().length());
        String chars = Count.of(options.length(), "character");
        say("writing " + Count.of(options.count(), "sample") + " of " + chars);
        List<String> written = Samples.texts(
                read.model(),
                options,
                options.processors(read.vocabulary())
                        .then(
                                constrained
                                        ? new CConstraints(read.vocabulary(), true, Until.LENGTH)
                                        : LogitsProcessorFactory.NONE),
                CConstraints.FUNCTION_END);
        TrainingText training = new TrainingText(corpus.train(), read.vocabulary());
        try (CodeScorer scorer = new CodeScorer(compiler, Optional.of(training))) {
            score(scorer, file.toString(), written);
            List<String> heldOut = HeldOut.pieces(corpus.texts(Part.TEST), options.length(), options.count());
            if (heldOut.isEmpty()) {
                notes.add("The run's test text has no piece of " + chars + ", so there is no ceiling.");
            } else {
                score(scorer, "held-out code", heldOut);
            }
        }
    }

    /** The options with which texts are written. */
    static Map<String, Object> facts(SamplingOptions options, boolean constrained) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("length", options.length());
        SamplingOptions.DECLARED.forEach(key -> facts.put(key.path(), ConfigKeys.value(options, key.path())));
        facts.put("constrain", constrained ? "c" : "no");
        facts.put("seed", options.seed());
        return facts;
    }

    private void score(CodeScorer scorer, String name, List<String> texts) {
        say("scoring " + name);
        cards.add(Scorecard.of(name, scorer.score(texts), seed));
    }
}
