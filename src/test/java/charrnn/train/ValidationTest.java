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

    private static Validation validation(TinySession run) {
        return new Validation(run.session, run.corpus.validation(), run.reporting);
    }

    @Test
    void aPartOfTheTextIsMeasuredInEightStreams() throws IOException {
        TinySession run = new TinySession(temporary, "checkpoints.keep=0");
        EncodedText text = run.corpus.validation().first(900);
        Validation part = new Validation(run.session, text, run.reporting);
        assertThat(part.run(run.at(3, 20), true).progress().losses().lastValidationBpc())
                .hasValue(BitsPerCharacter.of(run.session.network().predictor(), text, 8)
                        .bits());
        assertThat(Files.readString(run.folder.history())).contains("\"validationChars\":900");
    }

    @Test
    void aRisenLossIsADivergenceOnlyIfTheTrainingLossHasRisenToo() throws IOException {
        TinySession run = new TinySession(temporary, "checkpoints.keep=0");
        Files.createFile(run.folder.best());
        assertThatThrownBy(() -> validation(run).run(run.at(3, 1), true))
                .isInstanceOfSatisfying(
                        Divergence.class, it -> assertThat(it.lastGoodStep).isEqualTo(3))
                .hasMessageContaining("the validation loss rose from 1.000 to");
        Progress overfitted = run.at(3, 1).with(new Progress.SinceReport(3, 1.5));
        assertThat(validation(run).run(overfitted, true).names()).isEmpty();
    }

    @Test
    void aCheckpointWithARisingLossIsNotRestored() throws IOException {
        TinySession run = new TinySession(temporary);
        run.checkpoints().save(List.of(run.folder.last()), run.at(3, 2.5).with(TinySession.risen()), false);
        assertThatThrownBy(() -> run.checkpoints().restore(run.at(5, 2.5), new Divergence(6, "spoilt")))
                .isInstanceOf(Divergence.class)
                .hasMessageStartingWith("the training diverged at step 6: spoilt. " + run.folder.path()
                        + " holds no good checkpoint. Try a lower training.learningRate");
    }
}
