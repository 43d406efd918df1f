package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.corpus.EncodedText;
import charrnn.evaluate.BitsPerCharacter;
import charrnn.model.checkpoint.Progress;
import charrnn.train.DivergenceDetector.Divergence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidationTest {
    @TempDir
    private Path temporary;

    private static Validation validation(TinyRun run) {
        return new Validation(run.sitting, run.corpus.validation(), run.reporting);
    }

    @Test
    void aPartOfTheTextIsMeasuredInEightStreams() throws IOException {
        TinyRun run = new TinyRun(temporary, "checkpoints.keep=0");
        EncodedText text = run.corpus.validation().first(900);
        Validation part = new Validation(run.sitting, text, run.reporting);
        assertThat(part.run(run.at(3, 20), true).progress().scores().lastValidationBpc())
                .hasValue(BitsPerCharacter.of(run.sitting.network().predictor(), text, 8)
                        .bits());
        assertThat(Files.readString(run.folder.history())).contains("\"validationChars\":900");
    }

    @Test
    void aLowerLossIsTheBest() throws IOException {
        TinyRun run = new TinyRun(temporary, "checkpoints.keep=1");
        Validation.Result result = validation(run).run(run.at(3, 20), true);
        double bits = result.progress().scores().lastValidationBpc().orElseThrow();
        assertThat(bits).isBetween(1.0, 10.0);
        assertThat(result.progress().scores().bestValidationBpc()).hasValue(bits);
        assertThat(result.progress().control().validationsSinceBest()).isZero();
        assertThat(result.progress().sinceReport()).isEqualTo(Progress.SinceReport.NOTHING);
        assertThat(result.names()).isEqualTo(List.of(run.folder.best(), run.folder.step(3, bits)));
        assertThat(Files.readString(run.folder.history())).contains("\"validationBpc\":" + bits, "\"best\":true");
    }

    @Test
    void aLowerLossOfANetworkThatMayNotBeSavedIsNotTheBest() throws IOException {
        TinyRun run = new TinyRun(temporary, "checkpoints.keep=0");
        Validation.Result result = validation(run).run(run.at(3, 20), false);
        assertThat(result.progress().scores().bestValidationBpc()).hasValue(20);
        assertThat(result.progress().control().validationsSinceBest()).isEqualTo(1);
        assertThat(result.names()).isEmpty();
        assertThat(Files.readString(run.folder.history())).doesNotContain("best");
    }

    @Test
    void validationsWithAHigherLossAreCounted() throws IOException {
        TinyRun run = new TinyRun(temporary);
        Files.createFile(run.folder.best());
        Progress first = validation(run).run(run.at(3, 3), true).progress();
        Progress second = validation(run)
                .run(first.afterUpdate(1000, 64, 3, first.control()), true)
                .progress();
        assertThat(second.scores().bestValidationBpc()).hasValue(3);
        assertThat(second.control().validationsSinceBest()).isEqualTo(2);
    }

    @Test
    void aRisenLossIsADivergenceOnlyIfTheTrainingLossHasRisenToo() throws IOException {
        TinyRun run = new TinyRun(temporary, "checkpoints.keep=0");
        Files.createFile(run.folder.best());
        assertThatThrownBy(() -> validation(run).run(run.at(3, 1), true))
                .isInstanceOfSatisfying(
                        Divergence.class, it -> assertThat(it.lastGoodStep).isEqualTo(3))
                .hasMessageContaining("the validation loss rose from 1.000 to");
        Progress overfitted = run.at(3, 1).with(new Progress.SinceReport(3, 1.5));
        assertThat(validation(run).run(overfitted, true).names()).isEmpty();
    }
}
