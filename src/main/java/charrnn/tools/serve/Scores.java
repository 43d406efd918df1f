package charrnn.tools.serve;

import charrnn.files.StrictJson;
import charrnn.tools.score.CodeScorer;
import charrnn.tools.score.Measure;
import charrnn.tools.score.SampleScore;
import charrnn.tools.score.SampleScore.Ratio;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Computes the measures of the scorecard that need only the text; runs no compiler. */
final class Scores {
    private Scores() {}

    static ObjectNode score(String text) {
        try (CodeScorer scorer = new CodeScorer(Optional.empty(), Optional.empty())) {
            SampleScore score = scorer.score(List.of(text)).get(0);
            Ratio lines = score.ratio(Measure.DISTINCT_LINES);
            return StrictJson.object()
                    .put("chars", text.codePointCount(0, text.length()))
                    .put("functions", (int) score.ratio(Measure.PARSES).denominator())
                    .put("parses", count(score, Measure.PARSES))
                    .put("parsesWithoutMacros", count(score, Measure.PARSES_WITHOUT_MACROS))
                    .put("lexes", is(score, Measure.LEXES))
                    .put("balances", is(score, Measure.BALANCES))
                    .put("lines", (int) lines.denominator())
                    .put("distinctLines", (int) lines.numerator())
                    .put("loops", is(score, Measure.LOOPS));
        }
    }

    private static int count(SampleScore score, Measure measure) {
        return (int) score.ratio(measure).numerator();
    }

    private static boolean is(SampleScore score, Measure measure) {
        return score.ratio(measure).numerator() > 0;
    }
}
