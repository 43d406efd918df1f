package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCheckpointsTest {
    @TempDir
    private Path temporary;

    private static Progress saved(Path file) {
        return CheckpointReader.read(file, true).progress();
    }

    @Test
    void oneCheckpointIsSavedUnderSeveralNames() throws IOException {
        TinyRun run = new TinyRun(temporary);
        Progress state = run.at(3, 2.5);
        run.checkpoints().saveIfPossible(List.of(run.folder.best(), run.folder.last()), state, state, false);
        assertThat(run.folder.last()).hasSameBinaryContentAs(run.folder.best());
        assertThat(saved(run.folder.last()))
                .isEqualTo(state.at(saved(run.folder.last()).trainingSeconds(), 0));
    }

    @Test
    void aRisingLossIsSavedOnlyAtTheEndOfTheRun() throws IOException {
        TinyRun run = new TinyRun(temporary);
        RunCheckpoints checkpoints = run.checkpoints();
        Progress state = run.at(3, 2.5).with(TinyRun.risen());
        checkpoints.saveIfPossible(List.of(run.folder.last()), state, state, false);
        checkpoints.saveEnd(state, false);
        assertThat(run.folder.last()).doesNotExist();
        assertThat(run.events).containsExactly("not saved: the loss has risen from 3.000 to 3.600 bits per character");
        checkpoints.saveIfPossible(List.of(run.folder.last()), state, state, true);
        assertThat(run.folder.last()).exists();
    }

    @Test
    void aFailedSaveIsTriedAgainAtTheEnd() throws IOException {
        TinyRun run = new TinyRun(temporary);
        RunCheckpoints checkpoints = run.checkpoints();
        Path obstacle = Files.createDirectories(run.folder.best().resolve("file"));
        Progress before = run.at(3, 2.5);
        Progress validated = run.at(3, 2.25);
        Progress after =
                checkpoints.saveIfPossible(List.of(run.folder.best(), run.folder.last()), validated, before, false);
        assertThat(run.events).singleElement().asString().startsWith("not saved: Cannot write " + run.folder.best());
        Files.delete(obstacle);
        Files.delete(run.folder.best());
        assertThat(checkpoints.saveEnd(after, false)).isEqualTo(validated);
        assertThat(run.folder.best()).exists();
        assertThat(saved(run.folder.last()).scores()).isEqualTo(validated.scores());
    }

    @Test
    void theNetworkIsSavedAtTheEndWithoutABestThatFailsAgain() throws IOException {
        TinyRun run = new TinyRun(temporary);
        RunCheckpoints checkpoints = run.checkpoints();
        Files.createDirectories(run.folder.best().resolve("file"));
        Progress before = run.at(3, 2.5);
        Progress after = checkpoints.saveIfPossible(
                List.of(run.folder.best(), run.folder.last()), run.at(3, 2.25), before, false);
        assertThat(checkpoints.saveEnd(after, false)).isEqualTo(after);
        assertThat(saved(run.folder.last()).scores()).isEqualTo(before.scores());
    }

    @Test
    void aFailedSaveIsNotTriedAgainAfterAnUpdate() throws IOException {
        TinyRun run = new TinyRun(temporary);
        RunCheckpoints checkpoints = run.checkpoints();
        Path obstacle = Files.createDirectories(run.folder.best().resolve("file"));
        Progress state = run.at(3, 2.5);
        checkpoints.saveIfPossible(List.of(run.folder.best(), run.folder.last()), state, state, false);
        Files.delete(obstacle);
        Files.delete(run.folder.best());
        checkpoints.saveEnd(run.at(4, 2.5), false);
        assertThat(saved(run.folder.last()).step()).isEqualTo(4);
        assertThat(run.folder.best()).doesNotExist();
    }

    @Test
    void aBestNetworkThatCouldNotBeSavedIsNotTheBest() throws IOException {
        TinyRun run = new TinyRun(temporary);
        RunCheckpoints checkpoints = run.checkpoints();
        Files.createDirectories(run.folder.best().resolve("file"));
        Progress before = run.at(3, 2.5);
        Progress validated = run.at(3, 2.25);
        Progress after = checkpoints.saveIfPossible(List.of(run.folder.best()), validated, before, false);
        assertThat(after.scores().bestValidationBpc()).hasValue(2.5);
        assertThat(after.course().validationsSinceBest()).isEqualTo(1);
        assertThat(checkpoints.saveIfPossible(List.of(run.folder.last()), validated, before, false))
                .isEqualTo(validated);
    }
}
