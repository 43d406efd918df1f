package charrnn.lab;

import charrnn.cli.base.LoadedCheckpoint;
import charrnn.cli.base.NetworkCommand;
import charrnn.cli.base.ProgressDisplay;
import charrnn.corpus.Corpus;
import charrnn.corpus.Split.Part;
import charrnn.grammar.HeaderIndex;
import charrnn.lab.Report.Column;
import charrnn.match.MatchMemory;
import charrnn.message.Count;
import charrnn.message.UserError;
import charrnn.model.LanguageModel;
import charrnn.sample.SamplingOptions;
import charrnn.tools.constrain.CConstraints;
import charrnn.tools.constrain.Language;
import charrnn.tools.constrain.SymbolUse;
import charrnn.tools.constrain.Until;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        LanguageModel network = read.model();
        network.useMemory(() -> MatchMemory.of(corpus.train()));
        CConstraints constraints =
                new CConstraints(read.vocabulary(), constrained, Until.FUNCTION, SymbolUse.of(symbols, names), names);
        try (SyntaxTrees trees = new SyntaxTrees();
                ProgressDisplay progress = new ProgressDisplay("writing", "bodies", command.err())) {
            List<String> notes = new ArrayList<>(List.of(compiler.version()));
            List<CompilePlace> places = compiling(drawn, compiler, cflags, notes);
            List<String> bodies =
                    new BodyWriter(network, sampling, constraints::create).write(places, notes, progress::at);
            List<BodyScore> written = new ArrayList<>();
            List<BodyScore> own = new ArrayList<>();
            for (int i = 0; i < places.size(); i++) {
                CompilePlace place = places.get(i);
                String body = bodies.get(i);
                String compiled = CCompiler.withoutIncludes(body); // a file could hold anything
                written.add(BodyScore.of(place, body, place.errors(compiled, compiler, cflags), trees));
                own.add(BodyScore.of(place, place.body(), List.of(), trees));
            }
            List<Column<BodyScore>> columns = List.of(
                    Column.of(path.toString(), BodyScore.MEASURES, written, sampling.seed()),
                    Column.of("the files' own", BodyScore.MEASURES, own, sampling.seed()));
            int errors = written.stream().mapToInt(it -> it.errors().size()).sum();
            return new Report(places.size() + " places", columns, notes)
                    .measures()
                    .row("errors", Stream.of(errors, ""));
        }
    }

    /**
     * The places whose own body compiles; a file may lack headers, or a part of it may be for another system.
     *
     * @param notes receives the number of the other places, with the first reason
     * @throws UserError if there is no place
     */
    private static List<CompilePlace> compiling(
            List<CompilePlace> drawn, CCompiler compiler, String cflags, List<String> notes) {
        List<String> reasons = new ArrayList<>();
        List<CompilePlace> places = drawn.stream()
                .filter(place -> compiles(place, compiler, cflags, reasons))
                .toList();
        if (places.isEmpty()) {
            throw new UserError("none of the " + Count.of(drawn.size(), "function") + " compiles as it is in its file: "
                    + reasons.get(0) + " (--cflags '" + cflags + "')");
        }
        if (!reasons.isEmpty()) {
            notes.add(Count.of(reasons.size(), "place") + " left out, since the file's own body does not compile: "
                    + reasons.get(0));
        }
        return places;
    }

    private static boolean compiles(CompilePlace place, CCompiler compiler, String cflags, List<String> reasons) {
        List<String> errors = place.errors(place.body(), compiler, cflags);
        if (errors.isEmpty()) {
            String error = "\n#error\n" + place.body();
            if (place.conditionals() <= 0
                    || !place.errors(error, compiler, cflags).isEmpty()) {
                return true;
            }
            errors = List.of("the preprocessor leaves it out");
        }
        reasons.add(place.file() + ":" + place.line() + ": " + errors.get(0));
        return false;
    }
}
