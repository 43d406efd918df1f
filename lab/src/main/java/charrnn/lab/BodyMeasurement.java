package charrnn.lab;

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
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
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

/**
 * Writes the bodies of functions in the held-out files of a project, and compiles them there.
 *
 * @param root the files
 * @param sampling of the bodies; its seed also chooses the places
 */
record BodyMeasurement(
        CompileOptions options, Path root, SamplingOptions sampling, boolean constrained, NetworkCommand command) {
    /** @param count number of places */
    Report of(int count) throws IOException {
        Path path = command.checkpoint();
        if (options.cflags != null) {
            command.refuse("--cflags gives the flags of all files", List.of("--compile-commands"));
        }
        CompilerFlags flags = CompilerFlags.of(options.cflags, options.commands, root);
        CCompiler compiler = CCompiler.find(System.getenv().getOrDefault("PATH", ""))
                .orElseThrow(() -> new UserError("--compile needs gcc or clang, and none on the PATH compiles"));
        Language.C.require("score", path);
        LoadedCheckpoint read = LoadedCheckpoint.read(path);
        Corpus corpus = HeldOut.corpus(read, root, command);
        List<CompilePlace> drawn =
                CompilePlace.draw(corpus.split().of(Part.TEST), root.toRealPath(), count, sampling.seed());
        if (drawn.isEmpty()) {
            throw new UserError("--compile " + root + " has no function in its held-out files, a fifth of all");
        }
        EncodedText project = options.context.isGiven() ? contextWithout(drawn, read) : corpus.train();
        HeaderIndex names = HeaderIndex.ofFiles(nameFiles(read, corpus));
        SymbolUse use = SymbolUse.of(options.symbols, names);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("checkpoint", path.toString());
        facts.put("files", root.toString());
        facts.put("flags", flags.source());
        facts.put("compiler", compiler.version());
        facts.put("projectChars", project.length());
        facts.putAll(SampleMeasurement.facts(sampling, constrained));
        facts.put("names", constrained ? use.toString() : "any");
        facts.put("drawnPlaces", drawn.size());
        LanguageModel network = read.model();
        network.useMemory(() -> MatchMemory.of(project));
        LogitsProcessorFactory processors = sampling.processors(read.vocabulary())
                .then(new CConstraints(read.vocabulary(), constrained, Until.FUNCTION, use, names));
        try (SyntaxTrees trees = new SyntaxTrees();
                ProgressDisplay progress = new ProgressDisplay("writing", "bodies", command.err())) {
            BodyJudge judge = new BodyJudge(compiler, flags, trees);
            List<String> notes = new ArrayList<>();
            List<CompilePlace> places = judge.compiling(drawn, notes);
            List<Body> bodies = new BodyWriter(network, sampling, processors).write(places, notes, progress::at);
            List<BodyScore> scores = IntStream.range(0, bodies.size())
                    .mapToObj(i -> judge.score(places.get(i % places.size()), bodies.get(i)))
                    .toList();
            return BodyScore.report(facts, notes, places, scores, sampling.seed());
        }
    }

    /** The files whose names exist: of those in which places are, a place only sees what it includes, and what is before it. */
    private List<Path> nameFiles(LoadedCheckpoint read, Corpus corpus) {
        if (options.context.isGiven()) {
            return options.context.files(read, command).stream()
                    .map(SourceFile::path)
                    .toList();
        }
        return Stream.of(Part.values())
                .flatMap(part -> corpus.split().of(part).stream())
                .map(piece -> Files.isDirectory(root) ? root.resolve(piece.file()) : root)
                .distinct()
                .toList();
    }

    /** The files of the context, without those in which places are. */
    private EncodedText contextWithout(List<CompilePlace> places, LoadedCheckpoint read) {
        Set<Path> heldOut = places.stream().map(CompilePlace::file).collect(Collectors.toSet());
        List<SourceFile> found = options.context.files(read, command);
        return options.context.read(
                found.stream().filter(file -> !heldOut.contains(file.path())).toList(), read, command);
    }
}
