package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.Progress;
import java.io.IOException;
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
        run.checkpoints().saveIfAllowed(List.of(run.folder.best(), run.folder.last()), state, false);
        assertThat(run.folder.last()).hasSameBinaryContentAs(run.folder.best());
        assertThat(saved(run.folder.last()))
                .isEqualTo(state.at(saved(run.folder.last()).trainingSeconds(), 0));
    }

    @Test
    void aRisingLossIsSavedOnlyAtTheEndOfTheRun() throws IOException {
        TinyRun run = new TinyRun(temporary);
        RunCheckpoints checkpoints = run.checkpoints();
        Progress state = run.at(3, 2.5).with(TinyRun.risen());
        checkpoints.saveIfAllowed(List.of(run.folder.last()), state, false);
        checkpoints.saveEnd(state, false);
        assertThat(run.folder.last()).doesNotExist();
        assertThat(run.events).containsExactly("not saved: the loss has risen from 3.000 to 3.600 bits per character");
        checkpoints.saveIfAllowed(List.of(run.folder.last()), state, true);
        assertThat(run.folder.last()).exists();
    }
}
