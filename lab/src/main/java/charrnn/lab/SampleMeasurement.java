package charrnn.lab;

import charrnn.cli.base.CorpusOpener;
import charrnn.cli.base.LoadedCheckpoint;
import charrnn.cli.base.NetworkCommand;
import charrnn.config.Config;
import charrnn.corpus.Corpus;
import charrnn.corpus.Split.Part;
import charrnn.lab.Report.Column;
import charrnn.message.Count;
import charrnn.sample.Constraint;
import charrnn.sample.Samples;
import charrnn.sample.SamplingOptions;
import charrnn.tools.constrain.CConstraints;
import charrnn.tools.constrain.Language;
import charrnn.tools.constrain.Until;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Scores samples of a network, with held-out code as the ceiling, or given files. */
final class SampleMeasurement {
    private final NetworkCommand command;
    private final long seed;
    private final List<String> notes = new ArrayList<>();
    private final List<Column<SampleScore>> columns = new ArrayList<>();
    private final Optional<CCompiler> compiler = CCompiler.find(System.getenv().getOrDefault("PATH", ""));

    /** @param seed of the intervals */
    SampleMeasurement(NetworkCommand command, long seed) {
        this.command = command;
        this.seed = seed;
        notes.add(compiler.map(CCompiler::version)
                .orElse("There is no gcc or clang on the PATH that compiles, so nothing was compiled."));
    }

    Report ofFiles(Path path) {
        Corpus corpus = Corpus.load(Config.defaults().corpus().ofOtherText(List.of(path.toString()), 0), command::warn);
        notes.add("Without a checkpoint there is no training text, so nothing is said of what is new.");
        score(path.toString(), corpus.texts(Part.TRAIN), Optional.empty());
        return SampleScore.report(notes, columns);
    }

    Report ofNetwork(SamplingOptions options, boolean constrained) throws IOException {
        Path file = command.checkpoint();
        Language.C.require("score", file);
        LoadedCheckpoint read = command.read(file);
        Corpus corpus = new CorpusOpener(command).ofRun(read);
        String chars = Count.of(options.length(), "character");
        command.say("writing " + Count.of(options.count(), "sample") + " of " + chars);
        String prompt = CConstraints.FUNCTION_END;
        Constraint constraint = constrained
                ? new CConstraints(read.vocabulary(), true, Until.LENGTH).create(prompt, options.length())
                : Constraint.NONE;
        List<String> written = Samples.texts(read.model(), options, constraint, prompt);
        Optional<TrainingText> training = Optional.of(new TrainingText(corpus.train(), read.vocabulary()));
        score(file.toString(), written, training);
        List<String> heldOut = HeldOut.pieces(corpus.texts(Part.TEST), options.length(), options.count());
        if (heldOut.isEmpty()) {
            notes.add("The run's test text has no piece of " + chars + ", so there is no ceiling.");
        } else {
            score("held-out code", heldOut, training);
        }
        return SampleScore.report(notes, columns);
    }

    private void score(String name, List<String> texts, Optional<TrainingText> training) {
        command.say("scoring " + name);
        try (SyntaxTrees trees = new SyntaxTrees()) {
            List<SampleScore> scores = new CodeScorer(compiler, training, trees).score(texts);
            columns.add(Column.of(name, SampleScore.MEASURES, scores, seed));
        }
    }
}
