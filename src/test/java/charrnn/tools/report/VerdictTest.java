package charrnn.tools.report;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.train.History.Line;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Verdicts on synthetic histories of 30 validations, a thousand steps apart, with ten reports each. */
class VerdictTest {
    private static final int STEPS = 30_000;

    /**
     * @param training loss by the completed share of the run
     * @param validation likewise
     * @param noise standard deviation of the reports' training loss; the validations have a tenth of it
     */
    private static List<Line> history(
            int steps, DoubleUnaryOperator training, DoubleUnaryOperator validation, double noise) {
        Random random = new Random(1);
        List<Line> reports = new ArrayList<>();
        for (int step = 100; step <= steps; step += 100) {
            double done = (double) step / STEPS;
            double measured =
                    step % 1000 == 0 ? validation.applyAsDouble(done) + noise / 10 * random.nextGaussian() : Double.NaN;
            double loss = training.applyAsDouble(done) + noise * random.nextGaussian();
            ObjectNode line = JsonNodeFactory.instance.objectNode().put("trainBpc", loss);
            if (!Double.isNaN(measured)) {
                line.put("validationBpc", measured);
            }
            reports.add(new Line(line.toString(), line, step, 0));
        }
        return reports;
    }

    private static Verdict verdict(DoubleUnaryOperator training, DoubleUnaryOperator validation, double noise) {
        return Verdict.of(history(STEPS, training, validation, noise));
    }

    @Test
    void aValidationLossThatStillFallsIsLearning() {
        for (double noise : new double[] {0, 0.05}) {
            Verdict verdict = verdict(done -> 4 - 2 * done, done -> 4.1 - 2 * done, noise);
            assertThat(verdict.state()).isEqualTo("Learning");
        }
        assertThat(verdict(done -> 4 - 2 * done, done -> 4.1 - 2 * done, 0).reason())
                .isEqualTo("In the last third of the training, from step 20,000 on, the best validation loss has fallen"
                        + " from 2.833 to 2.100 bits per character, by 25.9 %.");
    }

    @Test
    void aValidationLossThatIsFlatInTheLastThirdHasLevelledOff() {
        DoubleUnaryOperator flat = done -> Math.max(2, 4 - 4 * done);
        for (double noise : new double[] {0, 0.05}) {
            assertThat(verdict(flat, flat, noise).state()).isEqualTo("Levelled off");
        }
        assertThat(verdict(flat, flat, 0).reason())
                .isEqualTo(
                        "In the last third of the training, from step 20,000 on, the best validation loss has not gone"
                                + " below 2.000 bits per character.");
    }

    @Test
    void aValidationLossThatRisesWhileTheTrainingLossFallsIsOverfitting() {
        DoubleUnaryOperator valley = done -> 2 + 2 * Math.abs(done - 0.4);
        for (double noise : new double[] {0, 0.05}) {
            Verdict verdict = verdict(done -> 4 - 3 * done, valley, noise);
            assertThat(verdict.state()).startsWith("Overfitting since step 1").endsWith("000");
        }
        Verdict verdict = verdict(done -> 4 - 3 * done, valley, 0);
        assertThat(verdict.state()).isEqualTo("Overfitting since step 12,000");
        assertThat(verdict.reason())
                .isEqualTo("Since then the validation loss has risen from 2.000 to 3.133 bits per character, while the"
                        + " training loss has fallen from 2.945 to 1.145.");
    }

    @Test
    void aValidationLossThatRisesWithTheTrainingLossIsNotOverfitting() {
        DoubleUnaryOperator valley = done -> 2 + Math.abs(done - 0.4);
        assertThat(verdict(valley, valley, 0).state()).isEqualTo("Levelled off");
    }

    @Test
    void oneBadValidationAtTheEndIsNotOverfitting() {
        assertThat(verdict(done -> 4 - 2 * done, done -> done == 1 ? 3 : 4.1 - 2 * done, 0)
                        .state())
                .isEqualTo("Learning");
    }

    @Test
    void aFewValidationsAreTooFew() {
        DoubleUnaryOperator falling = done -> 4 - 2 * done;
        Verdict verdict = Verdict.of(history(5_900, falling, falling, 0));
        assertThat(verdict.state()).isEqualTo("Too early to tell");
        assertThat(verdict.reason())
                .isEqualTo("A verdict needs 6 measurements of the validation loss; there are 5 so far.");
        assertThat(Verdict.of(history(6_000, falling, falling, 0)).state()).isEqualTo("Learning");
        assertThat(Verdict.of(List.of()).state()).isEqualTo("Too early to tell");
    }
}
