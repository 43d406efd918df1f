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
import org.nd4j.linalg.api.ndarray.INDArray;

/** Tests {@link RunCheckpoints#restore}. */
class RollbackTest {
    @TempDir
    private Path temporary;

    private static Progress withRollbacks(Progress state, int rollbacks) {
        return state.with(new Control(1, rollbacks, 0, OptionalDouble.empty(), OptionalDouble.empty()));
    }

    @Test
    void theLastCheckpointIsRestoredWithHalfTheRateForEachRollbackSince() throws IOException {
        TinyRun run = new TinyRun(temporary, "training.rollbacks=3");
        Progress state = run.at(3, 2.5);
        run.checkpoints().save(List.of(run.folder.last()), state);
        INDArray weights = run.start.network().params().dup();
        run.start.network().params().muli(2);
        Progress restored = run.checkpoints()
                .restore(withRollbacks(run.at(5, 2.5), 1), new Divergence(6, "the loss is not finite"));
        assertThat(restored.step()).isEqualTo(3);
        assertThat(restored.control().rollbacks()).isEqualTo(2);
        assertThat(restored.control().rateFactor()).isEqualTo(0.25);
        assertThat(restored.control().smoothedBpc()).isEqualTo(state.control().smoothedBpc());
        assertThat(run.start.network().params()).isEqualTo(weights);
    }

    @Test
    void theBestCheckpointIsRestoredIfTheLastIsTooNew() throws IOException {
        TinyRun run = new TinyRun(temporary);
        run.checkpoints().save(List.of(run.folder.best()), run.at(3, 2.5));
        run.checkpoints().save(List.of(run.folder.last()), run.at(9, 2.5));
        Divergence forgotten = new Divergence(9, "the validation loss rose", 3);
        assertThat(run.checkpoints().restore(run.at(9, 2.5), forgotten).step()).isEqualTo(3);
    }

    @Test
    void aCheckpointWithARisingLossIsNotRestored() throws IOException {
        TinyRun run = new TinyRun(temporary);
        run.checkpoints().save(List.of(run.folder.last()), run.at(3, 2.5).with(TinyRun.risen()));
        assertThatThrownBy(() -> run.checkpoints().restore(run.at(5, 2.5), new Divergence(6, "spoilt")))
                .isInstanceOf(Divergence.class)
                .hasMessageStartingWith("the training diverged at step 6: spoilt. " + run.folder.path()
                        + " holds no good checkpoint. Try a lower training.learningRate");
    }

    @Test
    void withoutRollbacksTheRunEndsAndTheBestCheckpointBecomesTheLast() throws IOException {
        TinyRun run = new TinyRun(temporary, "training.rollbacks=2");
        run.checkpoints().save(List.of(run.folder.best()), run.at(3, 2.5));
        run.checkpoints().save(List.of(run.folder.last()), run.at(9, 2.5));
        assertThatThrownBy(() -> run.checkpoints()
                        .restore(withRollbacks(run.at(9, 2.5), 2), new Divergence(9, "the validation loss rose", 3)))
                .isInstanceOf(Divergence.class)
                .hasMessageContaining("after 2 rollbacks. " + run.folder.last() + " holds the last good checkpoint");
        assertThat(run.folder.last()).hasSameBinaryContentAs(run.folder.best());
    }
}
