package charrnn.tools.score;

import charrnn.tools.score.CCompiler.Diagnostic;
import charrnn.tools.score.Nesting.FunctionText;
import charrnn.tools.score.SampleScore.Copy;
import charrnn.tools.score.SampleScore.Ratio;
import charrnn.tools.score.TrainingText.Runs;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Counts what the figures of a scorecard need in samples, one by one. Not thread-safe; holds a native parser until closed. */
public final class CodeScorer implements AutoCloseable {
    private final Optional<CCompiler> compiler;
    private final Optional<TrainingText> training;
    private final SyntaxTrees trees = new SyntaxTrees();

    /**
     * A scorer for any number of samples.
     *
     * @param compiler without one, the measures of compiling are missing
     * @param training without one, the measures of copies are missing
     */
    public CodeScorer(Optional<CCompiler> compiler, Optional<TrainingText> training) {
        this.compiler = compiler;
        this.training = training;
    }

    /** The counts of each sample. */
    public List<SampleScore> score(List<String> samples) {
        Optional<List<Runs>> runs = training.map(text -> text.runs(samples));
        return IntStream.range(0, samples.size())
                .mapToObj(i -> score(samples.get(i), runs.map(all -> all.get(i))))
                .toList();
    }

    private SampleScore score(String text, Optional<Runs> runs) {
        Map<Measure, Ratio> counts = new EnumMap<>(Measure.class);
        Nesting found = Nesting.of(text);
        countStructure(counts, text, found);
        countTrees(counts, text, found);
        compiler.ifPresent(it -> countCompiled(counts, it, found.functions()));
        List<String> lines = Repetition.lines(text);
        counts.put(Measure.DISTINCT_LINES, new Ratio(lines.stream().distinct().count(), lines.size()));
        counts.put(Measure.LOOPS, yes(Repetition.loops(text)));
        runs.ifPresent(it -> countCopies(counts, it));
        return new SampleScore(text, counts, StyleStatistics.of(text), runs.flatMap(this::longestCopy));
    }

    private static Ratio yes(boolean is) {
        return new Ratio(is ? 1 : 0, 1);
    }

    private static void countStructure(Map<Measure, Ratio> counts, String text, Nesting found) {
        counts.put(Measure.LEXES, yes(found.lexes()));
        counts.put(Measure.BALANCES, yes(found.balances()));
        counts.put(Measure.ENDS_CLOSED, yes(!found.isOpen()));
        counts.put(
                Measure.FUNCTIONS, new Ratio(found.functions().size(), text.codePointCount(0, text.length()) / 1000.0));
    }

    private void countTrees(Map<Measure, Ratio> counts, String text, Nesting found) {
        List<FunctionText> functions = found.functions();
        long parsed = functions.stream()
                .filter(function -> function.closed() && trees.isFunction(function.text()))
                .count();
        long withoutMacros = functions.stream()
                .filter(function -> function.closed() && parsesWithoutMacros(function.text()))
                .count();
        counts.put(Measure.PARSES, new Ratio(parsed, functions.size()));
        counts.put(Measure.PARSES_WITHOUT_MACROS, new Ratio(withoutMacros, functions.size()));
        String whole = found.withoutUnfinished();
        counts.put(Measure.ERROR_BYTES, new Ratio(trees.errorBytes(whole), SyntaxTrees.bytes(whole) / 1000.0));
    }

    private boolean parsesWithoutMacros(String function) {
        return trees.isFunction(function) || trees.isFunction(Macros.without(function));
    }

    /** Many compilers run at a time; the types' names come from the one parser before. */
    private void countCompiled(Map<Measure, Ratio> counts, CCompiler by, List<FunctionText> functions) {
        List<List<Source>> closed = functions.stream()
                .filter(FunctionText::closed)
                .map(function -> sources(function.text()))
                .toList();
        List<Optional<Diagnostic>> errors =
                closed.parallelStream().map(sources -> error(by, sources)).toList();
        Map<Measure, Optional<Diagnostic>> kinds = Map.of(
                Measure.COMPILES, Optional.empty(),
                Measure.UNDECLARED, Optional.of(Diagnostic.UNDECLARED),
                Measure.OTHER_ERRORS, Optional.of(Diagnostic.OTHER),
                Measure.SYNTAX_ERRORS, Optional.of(Diagnostic.SYNTAX));
        kinds.forEach((measure, kind) -> {
            int broken = measure == Measure.SYNTAX_ERRORS ? functions.size() - closed.size() : 0;
            counts.put(measure, new Ratio(Collections.frequency(errors, kind) + broken, functions.size()));
        });
    }

    /** The text for a compiler, and the names in it that stand for types. */
    private record Source(String text, List<String> types) {}

    /** As it is, where that parses, and without macros: what stands in for the preprocessor may spoil plain C. */
    private List<Source> sources(String function) {
        String without = Macros.without(function);
        return (trees.isFunction(function) ? Stream.of(function, without).distinct() : Stream.of(without))
                .map(text -> new Source(text, trees.typeNames(text)))
                .toList();
    }

    /** Of the first source that has no syntax error, or else of the last. */
    private static Optional<Diagnostic> error(CCompiler by, List<Source> sources) {
        Optional<Diagnostic> error = Optional.empty();
        for (Source source : sources) {
            error = by.check(source.text(), source.types());
            if (!error.equals(Optional.of(Diagnostic.SYNTAX))) {
                return error;
            }
        }
        return error;
    }

    private static void countCopies(Map<Measure, Ratio> counts, Runs runs) {
        counts.put(Measure.NEW_20, newWindows(runs.lengths(), 20));
        counts.put(Measure.NEW_50, newWindows(runs.lengths(), 50));
        counts.put(
                Measure.MEAN_LONGEST_COPY,
                new Ratio(IntStream.of(runs.lengths()).max().orElse(0), 1));
    }

    private static Ratio newWindows(int[] lengths, int window) {
        int windows = Math.max(0, lengths.length - window + 1);
        long copied = IntStream.of(lengths).filter(length -> length >= window).count();
        return new Ratio(windows - copied, windows);
    }

    private Optional<Copy> longestCopy(Runs runs) {
        int[] lengths = runs.lengths();
        return IntStream.range(0, lengths.length)
                .filter(i -> lengths[i] > 0)
                .boxed()
                .max((a, b) -> lengths[a] - lengths[b])
                .flatMap(i -> training.map(text -> new Copy(lengths[i], text.place(runs.at()[i]))));
    }

    @Override
    public void close() {
        trees.close();
    }
}
