package charrnn.lab;

import charrnn.cli.base.LoadedCheckpoint;
import charrnn.cli.base.NetworkCommand;
import charrnn.cli.base.ProgressDisplay;
import charrnn.corpus.Corpus;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the bodies of functions in the held-out files of a project, and compiles them there. */
final class BodyMeasurement {
    private BodyMeasurement() {}

    /**
     * @param root the project
     * @param cflags the compiler's flags for all files, as one line of a shell
     * @param count maximum number of places
     * @param sampling of the bodies; its seed also chooses the places
     */
    static Report run(
            NetworkCommand command,
            Path root,
            String cflags,
            int count,
            SamplingOptions sampling,
            boolean constrained,
            @Nullable SymbolUse symbols)
            throws IOException {
        CCompiler compiler = CCompiler.find(System.getenv().getOrDefault("PATH", ""))
                .orElseThrow(() -> new UserError("--compile needs gcc or clang, and none on the PATH compiles"));
        Path path = command.checkpoint();
        Language.C.require("score", path);
        LoadedCheckpoint read = LoadedCheckpoint.read(path);
        Corpus corpus = HeldOut.corpus(read, root, command);
        Path folder = root.toRealPath();
        List<CompilePlace> drawn = CompilePlace.draw(corpus.split().of(Part.TEST), folder, count, sampling.seed());
        if (drawn.isEmpty()) {
            throw new UserError("--compile " + root + " has no function in its held-out files, a fifth of all");
        }
        HeaderIndex names = HeaderIndex.ofFiles(Stream.of(Part.values())
                .flatMap(part -> corpus.split().of(part).stream())
                .map(piece -> CompilePlace.file(piece, folder))
                .distinct()
                .toList());
        SymbolUse use = SymbolUse.of(symbols, names);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("checkpoint", path.toString());
        facts.put("files", root.toString());
        facts.put("cflags", cflags);
        facts.put("compiler", compiler.version());
        facts.put("projectChars", corpus.train().length());
        facts.putAll(SampleMeasurement.facts(sampling, constrained));
        facts.put("names", constrained ? use.toString() : "any");
        facts.put("drawnPlaces", drawn.size());
        LanguageModel network = read.model();
        network.useMemory(() -> MatchMemory.of(corpus.train()));
        LogitsProcessorFactory processors =
                new CConstraints(read.vocabulary(), constrained, Until.FUNCTION, use, names);
        try (SyntaxTrees trees = new SyntaxTrees();
                ProgressDisplay progress = new ProgressDisplay("writing", "bodies", command.err())) {
            BodyJudge judge = new BodyJudge(compiler, cflags);
            List<String> notes = new ArrayList<>();
            List<CompilePlace> places = judge.compiling(drawn, notes);
            List<Body> bodies = new BodyWriter(network, sampling, processors).write(places, notes, progress::at);
            List<BodyScore> scores = IntStream.range(0, bodies.size())
                    .mapToObj(i -> BodyScore.of(places.get(i % places.size()), bodies.get(i), judge, trees))
                    .toList();
            return BodyScore.report(facts, notes, places, scores, sampling.seed());
        }
    }
}
