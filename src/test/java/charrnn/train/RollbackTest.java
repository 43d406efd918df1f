package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.model.checkpoint.Progress;
import charrnn.model.checkpoint.Progress.Control;
import charrnn.train.DivergenceDetector.Divergence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@link RunCheckpoints#restore}. */
class RollbackTest {
    @TempDir
    private Path temporary;

    private static Progress withRollbacks(Progress state, int rollbacks) {
        return state.with(new Control(1, rollbacks, 0, OptionalDouble.empty(), OptionalDouble.empty()));
    }

    @Test
    void aCheckpointWithARisingLossIsNotRestored() throws IOException {
        TinyRun run = new TinyRun(temporary);
        run.checkpoints().save(List.of(run.folder.last()), run.at(3, 2.5).with(TinyRun.risen()), false);
        assertThatThrownBy(() -> run.checkpoints().restore(run.at(5, 2.5), new Divergence(6, "spoilt")))
                .isInstanceOf(Divergence.class)
                .hasMessageStartingWith("the training diverged at step 6: spoilt. " + run.folder.path()
                        + " holds no good checkpoint. Try a lower training.learningRate");
    }

    @Test
    void withoutRollbacksTheRunEndsAndTheBestCheckpointBecomesTheLast() throws IOException {
        TinyRun run = new TinyRun(temporary, "training.rollbacks=2");
        run.checkpoints().save(List.of(run.folder.best()), run.at(3, 2.5), false);
        run.checkpoints().save(List.of(run.folder.last()), run.at(9, 2.5), false);
        assertThatThrownBy(() -> run.checkpoints()
                        .restore(withRollbacks(run.at(9, 2.5), 2), new Divergence(9, "the validation loss rose", 3)))
                .isInstanceOf(Divergence.class)
                .hasMessageContaining("after 2 rollbacks. " + run.folder.last() + " holds the last good checkpoint");
        assertThat(run.folder.last()).hasSameBinaryContentAs(run.folder.best());
    }
}
