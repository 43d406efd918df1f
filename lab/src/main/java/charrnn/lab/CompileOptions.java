package charrnn.lab;

import charrnn.cli.base.CliCommand;
import charrnn.cli.base.ContextOptions;
import charrnn.cli.base.LoadedCheckpoint;
import charrnn.cli.base.NetworkCommand;
import charrnn.cli.base.ProgressDisplay;
import charrnn.corpus.Corpus;
import charrnn.corpus.EncodedText;
import charrnn.corpus.SourceFile;
import charrnn.corpus.Split.Part;
import charrnn.grammar.HeaderIndex;
import charrnn.lab.BodyWriter.Body;
import charrnn.match.MatchMemory;
import charrnn.message.UserError;
import charrnn.model.LanguageModel;
import charrnn.sample.SamplingOptions;
import charrnn.tools.constrain.CConstraints;
import charrnn.tools.constrain.Language;
import charrnn.tools.constrain.SymbolUse;
import charrnn.tools.constrain.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code score} that write the bodies of functions and compile them in their files. */
final class CompileOptions {
    @Option(
            names = "--compile",
            paramLabel = "PATH",
            description =
                    "Write the bodies of functions in a fifth of the files of this folder, or at the end of one file,"
                            + " and compile them there; the other files are the project that the network reads.")
    @Nullable
    Path files;

    @Option(
            names = "--cflags",
            paramLabel = "FLAGS",
            description = "Compiler flags of all files, such as '-std=gnu11 -I include'; paths are relative to the"
                    + " current folder. Default: those of --compile-commands.")
    private @Nullable String cflags;

    @Option(
            names = "--compile-commands",
            paramLabel = "FILE",
            description =
                    "The project's compile_commands.json, with the flags of each file. Default: the one in the folder"
                            + " of --compile, or beside its file, if there is one.")
    private @Nullable Path commands;

    @Option(
            names = "--symbols",
            paramLabel = "WHICH",
            description =
                    "Which names the bodies may use under --constrain c, as in sample. The names of --context exist,"
                            + " without it those of all files.")
    private @Nullable SymbolUse names;

    @Mixin
    private ContextOptions context = new ContextOptions();

    /**
     * Writes and compiles bodies.
     *
     * @param root files that are given
     * @param count number of places
     * @param options of the bodies; the seed also chooses the places
     */
    Report measure(Path root, int count, SamplingOptions options, boolean constrained, NetworkCommand command)
            throws IOException {
        Path path = command.checkpoint();
        if (cflags != null) {
            command.refuse("--cflags gives the flags of all files", List.of("--compile-commands"));
        }
        CompilerFlags flags = CompilerFlags.of(cflags, commands, root);
        CCompiler compiler = CCompiler.find(System.getenv().getOrDefault("PATH", ""))
                .orElseThrow(() -> new UserError("--compile needs gcc or clang, and none on the PATH compiles"));
        Language.C.require("score", path);
        LoadedCheckpoint read = LoadedCheckpoint.read(path);
        Corpus corpus = CompletionOptions.corpus(read, root, command);
        List<CompilePlace> drawn =
                CompilePlace.draw(corpus.split().of(Part.TEST), root.toRealPath(), count, options.seed());
        if (drawn.isEmpty()) {
            throw new UserError("--compile " + root + " has no function in its held-out files, a fifth of all");
        }
        EncodedText project = context.isGiven() ? contextWithout(drawn, read, command) : corpus.train();
        HeaderIndex projectNames = HeaderIndex.ofFiles(nameFiles(read, root, corpus, command));
        SymbolUse use = SymbolUse.of(names, projectNames);
        LanguageModel network = read.model();
        network.useMemory(() -> MatchMemory.of(project));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("checkpoint", path.toString());
        facts.put("files", root.toString());
        facts.put("flags", flags.source());
        facts.put("compiler", compiler.version());
        facts.put("projectChars", project.length());
        facts.putAll(ScoreCommand.facts(options, constrained));
        facts.put("names", constrained ? use.toString() : "any");
        facts.put("drawnPlaces", drawn.size());
        try (SyntaxTrees trees = new SyntaxTrees();
                ProgressDisplay progress = new ProgressDisplay("writing", "bodies", command.err())) {
            BodyJudge judge = new BodyJudge(compiler, flags, trees);
            List<String> notes = new ArrayList<>();
            List<CompilePlace> places = judge.compiling(drawn, notes);
            CConstraints processors =
                    new CConstraints(read.vocabulary(), constrained, Until.FUNCTION, use, projectNames);
            BodyWriter writer = new BodyWriter(
                    network, options, options.processors(read.vocabulary()).then(processors));
            List<Body> bodies = writer.write(places, notes, progress::at);
            List<BodyScore> scores = IntStream.range(0, bodies.size())
                    .mapToObj(i -> judge.score(places.get(i % places.size()), bodies.get(i)))
                    .toList();
            return BodyScore.report(facts, notes, places, scores, options.seed());
        }
    }

    /** The files whose names exist: of those in which places are, a place only sees what it includes, and what is before it. */
    private List<Path> nameFiles(LoadedCheckpoint read, Path root, Corpus corpus, CliCommand command) {
        if (context.isGiven()) {
            return context.files(read, command).stream().map(SourceFile::path).toList();
        }
        return Stream.of(Part.values())
                .flatMap(part -> corpus.split().of(part).stream())
                .map(piece -> Files.isDirectory(root) ? root.resolve(piece.file()) : root)
                .distinct()
                .toList();
    }

    /** The files of the context, without those in which places are. */
    private EncodedText contextWithout(List<CompilePlace> places, LoadedCheckpoint read, CliCommand command) {
        Set<Path> heldOut = places.stream().map(CompilePlace::file).collect(Collectors.toSet());
        List<SourceFile> found = context.files(read, command);
        return context.read(
                found.stream().filter(file -> !heldOut.contains(file.path())).toList(), read, command);
    }
}
