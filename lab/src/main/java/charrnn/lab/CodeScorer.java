package charrnn.lab;

import charrnn.lab.CCompiler.Outcome;
import charrnn.lab.SampleScore.Ratio;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Computes the counts of samples for a scorecard. Not thread-safe; holds a native parser until closed. */
final class CodeScorer implements AutoCloseable {
    private static final int MAX_PERIOD = 200;
    private static final int MIN_REPEATED = 100;

    private final Optional<CCompiler> compiler;
    private final Optional<TrainingText> training;
    private final SyntaxTrees trees = new SyntaxTrees();

    /**
     * A scorer for any number of samples.
     *
     * @param compiler if empty, the compiler's measures are missing
     * @param training if empty, the measure of copies is missing
     */
    CodeScorer(Optional<CCompiler> compiler, Optional<TrainingText> training) {
        this.compiler = compiler;
        this.training = training;
    }

    /** The counts of each sample. */
    List<SampleScore> score(List<String> samples) {
        Optional<List<Ratio>> newRuns = training.map(text -> text.newRuns(samples));
        return IntStream.range(0, samples.size())
                .mapToObj(i -> score(samples.get(i), newRuns.map(all -> all.get(i))))
                .toList();
    }

    private SampleScore score(String text, Optional<Ratio> newRuns) {
        Map<Measure, Ratio> counts = new EnumMap<>(Measure.class);
        Nesting nesting = new Nesting(text);
        counts.put(Measure.LEXES, flag(nesting.lexes()));
        counts.put(Measure.BALANCES, flag(nesting.balances()));
        countFunctions(counts, nesting);
        compiler.ifPresent(present -> countCompiled(counts, present, nesting));
        counts.put(Measure.NAMES, names(text));
        List<String> lines = lines(text);
        counts.put(Measure.DISTINCT_LINES, new Ratio(lines.stream().distinct().count(), lines.size()));
        counts.put(Measure.LOOPS, flag(loops(text)));
        newRuns.ifPresent(runs -> counts.put(Measure.NEW_50, runs));
        return new SampleScore(text.codePointCount(0, text.length()), counts);
    }

    private static Ratio flag(boolean holds) {
        return new Ratio(holds ? 1 : 0, 1);
    }

    /** The identifiers that occur earlier in a text, of all. */
    private static Ratio names(String text) {
        List<String> names = new Lexer(text)
                .tokens.stream()
                        .filter(token -> token.kind() == Lexer.Kind.WORD)
                        .map(token -> token.text(text))
                        .filter(word -> !Lexer.KEYWORDS.contains(word))
                        .toList();
        return new Ratio(names.size() - names.stream().distinct().count(), names.size());
    }

    private void countFunctions(Map<Measure, Ratio> counts, Nesting nesting) {
        List<String> functions = nesting.functions;
        int all = nesting.allFunctions();
        counts.put(
                Measure.PARSES,
                new Ratio(functions.stream().filter(trees::isFunction).count(), all));
        counts.put(
                Measure.PARSES_WITHOUT_MACROS,
                new Ratio(functions.stream().filter(this::parsesWithoutMacros).count(), all));
    }

    private boolean parsesWithoutMacros(String function) {
        return trees.isFunction(function) || trees.isFunction(Macros.removeFrom(function));
    }

    /** Compilers run in parallel, but the parser is not thread-safe, so all type names are found first. */
    private void countCompiled(Map<Measure, Ratio> counts, CCompiler compiler, Nesting nesting) {
        List<List<Source>> functions =
                nesting.functions.stream().map(this::sources).toList();
        List<Outcome> outcomes = functions.parallelStream()
                .map(sources -> outcome(compiler, sources))
                .toList();
        int all = nesting.allFunctions();
        counts.put(Measure.COMPILES, new Ratio(Collections.frequency(outcomes, Outcome.COMPILES), all));
        counts.put(Measure.UNDECLARED, new Ratio(Collections.frequency(outcomes, Outcome.UNDECLARED), all));
    }

    /** A text for the compiler, and the type names in it. */
    private record Source(String text, List<String> types) {}

    /** The function unchanged if it parses, then without macros: removing macros may damage correct C. */
    private List<Source> sources(String function) {
        String without = Macros.removeFrom(function);
        return (trees.isFunction(function) ? Stream.of(function, without).distinct() : Stream.of(without))
                .map(text -> new Source(text, trees.typeNames(text)))
                .toList();
    }

    /** The outcome of the first source that is not wrong, if there is one. */
    private static Outcome outcome(CCompiler compiler, List<Source> sources) {
        return sources.stream()
                .map(source -> compiler.check(source.text(), source.types()))
                .filter(outcome -> outcome != Outcome.WRONG)
                .findFirst()
                .orElse(Outcome.WRONG);
    }

    /** The lines that contain a letter or digit, without surrounding spaces. */
    static List<String> lines(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> line.chars().anyMatch(Character::isLetterOrDigit))
                .toList();
    }

    /**
     * Whether a unit of at most 200 characters occurs at least three times in a row, with at least 100 characters after
     * its first occurrence.
     */
    static boolean loops(String text) {
        for (int period = 1; period <= MAX_PERIOD; period++) {
            int repeated = 0;
            for (int i = period; i < text.length(); i++) {
                repeated = text.charAt(i) == text.charAt(i - period) ? repeated + 1 : 0;
                if (repeated >= Math.max(2 * period, MIN_REPEATED)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void close() {
        trees.close();
    }
}
