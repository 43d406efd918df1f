package charrnn.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.train.DivergenceDetector.Divergence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCheckpointsTest {
    @TempDir
    private Path temporary;

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
