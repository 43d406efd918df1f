package charrnn.tools.score;

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

/** Computes the counts of samples for a scorecard. Not thread-safe; holds a native parser until closed. */
public final class CodeScorer implements AutoCloseable {
    private static final int MAX_PERIOD = 200;
    private static final int MIN_REPEATED = 100;

    private final Optional<CCompiler> compiler;
    private final Optional<TrainingText> training;
    private final SyntaxTrees trees = new SyntaxTrees();

    /**
     * A scorer for any number of samples.
     *
     * @param compiler if empty, the compiler's measures are missing
     * @param training if empty, the measures of copies are missing
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
        Nesting nesting = new Nesting(text);
        counts.put(Measure.LEXES, flag(nesting.lexes()));
        counts.put(Measure.BALANCES, flag(nesting.balances()));
        counts.put(Measure.ENDS_CLOSED, flag(!nesting.isOpen()));
        countFunctions(counts, text, nesting);
        compiler.ifPresent(present -> countCompiled(counts, present, nesting));
        counts.put(Measure.NAMES, names(text));
        List<String> lines = lines(text);
        counts.put(Measure.DISTINCT_LINES, new Ratio(lines.stream().distinct().count(), lines.size()));
        counts.put(Measure.LOOPS, flag(loops(text)));
        runs.ifPresent(present -> countCopies(counts, present.lengths()));
        return new SampleScore(text, counts, StyleStatistics.of(text), runs.flatMap(this::longestCopy));
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

    private void countFunctions(Map<Measure, Ratio> counts, String text, Nesting nesting) {
        List<String> functions = nesting.functions;
        int all = nesting.allFunctions();
        counts.put(Measure.FUNCTIONS, new Ratio(all, text.codePointCount(0, text.length()) / 1000.0));
        counts.put(
                Measure.PARSES,
                new Ratio(functions.stream().filter(trees::isFunction).count(), all));
        counts.put(
                Measure.PARSES_WITHOUT_MACROS,
                new Ratio(functions.stream().filter(this::parsesWithoutMacros).count(), all));
        String whole = nesting.withoutUnfinished();
        counts.put(Measure.ERROR_BYTES, new Ratio(trees.errorBytes(whole), SyntaxTrees.bytes(whole) / 1000.0));
    }

    private boolean parsesWithoutMacros(String function) {
        return trees.isFunction(function) || trees.isFunction(Macros.removeFrom(function));
    }

    /** Compilers run in parallel, but the parser is not thread-safe, so all type names are found first. */
    private void countCompiled(Map<Measure, Ratio> counts, CCompiler compiler, Nesting nesting) {
        List<List<Source>> functions =
                nesting.functions.stream().map(this::sources).toList();
        List<Measure> results = functions.parallelStream()
                .map(sources -> measure(compiler, sources))
                .toList();
        int all = nesting.allFunctions();
        for (Measure measure :
                List.of(Measure.COMPILES, Measure.UNDECLARED, Measure.OTHER_ERRORS, Measure.SYNTAX_ERRORS)) {
            int unclosed = measure == Measure.SYNTAX_ERRORS ? all - results.size() : 0;
            counts.put(measure, new Ratio(Collections.frequency(results, measure) + unclosed, all));
        }
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

    /** The measure of the first source without a syntax error, if there is one. */
    private static Measure measure(CCompiler compiler, List<Source> sources) {
        return sources.stream()
                .map(source -> compiler.check(source.text(), source.types()))
                .filter(measure -> measure != Measure.SYNTAX_ERRORS)
                .findFirst()
                .orElse(Measure.SYNTAX_ERRORS);
    }

    private static void countCopies(Map<Measure, Ratio> counts, int[] lengths) {
        counts.put(Measure.NEW_20, newWindows(lengths, 20));
        counts.put(Measure.NEW_50, newWindows(lengths, 50));
        counts.put(
                Measure.MEAN_LONGEST_COPY, new Ratio(IntStream.of(lengths).max().orElse(0), 1));
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
