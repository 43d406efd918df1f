package charrnn.lab;

import charrnn.lab.SampleScore.Ratio;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Computes the counts of samples. Not thread-safe.
 *
 * @param compiler if empty, nothing is compiled
 * @param training if empty, no run is searched in it
 */
record CodeScorer(Optional<CCompiler> compiler, Optional<TrainingText> training, SyntaxTrees trees) {
    /** The beginning of messages of gcc and clang that no declaration of a name, type or member would solve. */
    private static final Pattern WRONG = Pattern.compile(
            "expected |stray |extraneous |unexpected |.*missing terminating|unterminated |empty character"
                    + " constant|invalid (suffix|digit) |exponent has no digits|too many decimal points|'else' without a"
                    + " previous 'if'|invalid preprocessing directive|#e.* without #if|a label can only be part of a"
                    + " statement|label at end of compound statement|(two or more data types|both '.*' and '.*') in"
                    + " declaration specifiers|cannot combine with previous "
                    + "|the compiler failed: |duplicate '.*'$|multiple storage classes|old-style"
                    + " parameter declarations|(parameter name omitted|omitting the parameter name)|declaration for"
                    + " parameter |function definition is not allowed here"
                    + "|label '.*' used but not defined$|use of undeclared label "
                    + "|duplicate (label|case|default|member)|redefinition of |.*redeclar|conflicting types for "
                    + "|(break|continue) statement not within |(case|'default') label not within "
                    + "|'(break|case|continue|default)' statement not in |multiple default labels"
                    + "|too (few|many) arguments |(assignment|increment|decrement) of read-only "
                    + "|cannot assign to .* with const-qualified type |array size missing "
                    + "|definition of variable with array type needs an explicit size ");

    private static final int MAX_PERIOD = 200;
    private static final int MIN_REPEATED = 100;
    private static final Ratio NOT_MEASURED = new Ratio(0, 0);

    /** What a compiler says of a function, by its worst error; in ascending severity. */
    enum Outcome {
        COMPILES,
        UNDECLARED, // names, types and members are undeclared, and other errors only follow from that
        WRONG // any other error, or a failure of the compiler
    }

    List<SampleScore> score(List<String> samples) {
        List<Ratio> newStretches = training.map(text -> text.newStretches(samples))
                .orElseGet(() -> Collections.nCopies(samples.size(), NOT_MEASURED));
        return IntStream.range(0, samples.size())
                .mapToObj(i -> score(samples.get(i), newStretches.get(i)))
                .toList();
    }

    private SampleScore score(String text, Ratio newStretches) {
        Functions found = new Functions(text);
        List<String> functions = found.complete.stream()
                .map(it -> text.substring(it.start(), it.end()))
                .toList();
        int all = functions.size() + found.unclosed;
        List<Outcome> outcomes =
                compiler.map(present -> outcomes(present, functions)).orElse(List.of());
        int compiled = compiler.isPresent() ? all : 0;
        return new SampleScore(
                text.codePointCount(0, text.length()),
                new Ratio(count(functions, trees::isFunction), all),
                new Ratio(count(functions, it -> trees.isFunction(it) || trees.isFunction(Macros.removeFrom(it))), all),
                new Ratio(Collections.frequency(outcomes, Outcome.COMPILES), compiled),
                new Ratio(Collections.frequency(outcomes, Outcome.UNDECLARED), compiled),
                newStretches,
                loops(text));
    }

    private static long count(List<String> functions, Predicate<String> holds) {
        return functions.stream().filter(holds).count();
    }

    /** Compilers run in parallel, but the parser is not thread-safe, so all type names are found first. */
    List<Outcome> outcomes(CCompiler compiler, List<String> functions) {
        return functions.stream().map(this::sources).toList().parallelStream()
                .map(sources -> sources.stream()
                        .map(source -> outcome(compiler.errors(source, "-std=gnu11")))
                        .filter(outcome -> outcome != Outcome.WRONG)
                        .findFirst()
                        .orElse(Outcome.WRONG))
                .toList();
    }

    /**
     * Texts for the compiler: the function unchanged if it parses, then without macros, because removing macros may damage correct
     * C. Unknown types are declared before it.
     */
    private List<String> sources(String function) {
        String without = Macros.removeFrom(function);
        return (trees.isFunction(function) ? Stream.of(function, without).distinct() : Stream.of(without))
                .map(text -> trees.typeNames(text).stream()
                        .map(type -> "typedef int " + type + ";\n")
                        .collect(Collectors.joining("", "", CCompiler.withoutIncludes(text) + "\n")))
                .toList();
    }

    private static Outcome outcome(List<String> errors) {
        if (errors.isEmpty()) {
            return Outcome.COMPILES;
        }
        return errors.stream().noneMatch(error -> WRONG.matcher(error).lookingAt())
                ? Outcome.UNDECLARED
                : Outcome.WRONG;
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
}
