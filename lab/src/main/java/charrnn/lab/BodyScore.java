package charrnn.lab;

import charrnn.lab.Bootstrap.Statistic;
import java.util.Collections;
import java.util.List;

/**
 * What is counted of a function's body.
 *
 * @param errors the compiler's messages
 */
record BodyScore(List<String> errors, int statements, int parameters, int usedParameters) {
    private static final int SUBSTANTIAL = 3; // statements

    /** The measures, in the order of the rows. */
    static final List<Statistic<BodyScore>> MEASURES = List.of(
            Statistic.share("bodies that compile", BodyScore::compiles),
            Statistic.share(
                    "bodies of 3 statements or more that compile",
                    it -> it.compiles() && it.statements() >= SUBSTANTIAL),
            Statistic.ratio("parameters used", BodyScore::usedParameters, BodyScore::parameters));

    static BodyScore of(CompilePlace place, String body, List<String> errors, SyntaxTrees trees) {
        String function = Macros.removeFrom(place.head() + body);
        List<String> parameters = trees.parameters(Macros.removeFrom(place.head() + "}"));
        List<String> names = trees.names(function);
        long used = parameters.stream()
                .filter(name -> Collections.frequency(names, name) > 1) // once in the head
                .count();
        return new BodyScore(errors, trees.statements(function), parameters.size(), (int) used);
    }

    boolean compiles() {
        return errors.isEmpty();
    }
}
