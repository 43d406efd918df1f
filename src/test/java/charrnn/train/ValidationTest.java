package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.config.Config;
import charrnn.corpus.Corpus;
import charrnn.corpus.EncodedText;
import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Split;
import charrnn.evaluate.BitsPerCharacter;
import charrnn.model.checkpoint.Progress;
import charrnn.model.checkpoint.Progress.Control;
import charrnn.train.DivergenceDetector.Divergence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        Control risen = new Control(1, 0, 0, OptionalDouble.of(3.6), OptionalDouble.of(3));
        run.checkpoints().save(List.of(run.folder.last()), run.at(3, 2.5).with(risen), false);
        assertThatThrownBy(() -> run.checkpoints().restore(run.at(5, 2.5), new Divergence(6, "spoilt")))
                .isInstanceOf(Divergence.class)
                .hasMessageStartingWith("the training diverged at step 6: spoilt. " + run.folder.path()
                        + " holds no good checkpoint. Try a lower training.learningRate");
    }

    /** As after a risen validation loss, whose last good step is that of the best checkpoint. */
    @Test
    void aLastCheckpointThatIsDamagedOrAfterTheLastGoodStepIsNotRestored() throws IOException {
        TinySession run = new TinySession(temporary);
        run.checkpoints().save(List.of(run.folder.best()), run.at(3, 2.5), false);
        run.checkpoints().save(List.of(run.folder.last()), run.at(5, 2.5), false);
        assertThat(restoredStep(run, 6)).isEqualTo(5);
        assertThat(restoredStep(run, 3)).isEqualTo(3);
        Files.writeString(run.folder.last(), "no zip");
        assertThat(restoredStep(run, 6)).isEqualTo(3);
    }

    private static long restoredStep(TinySession run, long lastGoodStep) throws IOException {
        Divergence divergence = new Divergence(6, "spoilt", lastGoodStep);
        return run.checkpoints().restore(run.at(6, 2.5), divergence).step();
    }

    /** An update learns 64 characters, and of 12 learned ones one is measured. */
    @ParameterizedTest
    @CsvSource({
        "30000, 10, 30000",
        "200000, 2000, 10666",
        "200000, 10, 10000",
        "200000, 0, 50000", // once in an epoch, which has 600,000 characters
        "200000, 100000, 200000",
    })
    void aLongTextIsMeasuredByTheTextLearnedInBetween(int length, int everySteps, int measured) {
        Split split = new Split(List.of(new Split.Piece("a.c", Split.Part.TRAIN, 0, 1, "")));
        Corpus corpus = new Corpus(text(600_000), text(length), text(9), text(9).vocabulary(), split, 0, 0);
        Config config = TinySession.config(temporary, "training.validateEverySteps=" + everySteps);
        assertThat(Validation.text(config, corpus).length()).isEqualTo(measured);
    }

    private static EncodedText text(int length) {
        return EncodedTexts.ofIndices(new int[length]);
    }
}
