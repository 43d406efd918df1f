package charrnn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.model.RecurrentState;
import charrnn.model.RecurrentState.LayerState;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerTaskTest {
    private static final RecurrentState STATE = new RecurrentState(List.of(
            new LayerState(3, 2, new float[] {1, 2, 3, 4, 5, 6}, new float[] {-1, -2, -3, -4, -5, -6}),
            new LayerState(3, 1, new float[] {7, 8, 9}, new float[] {-7, -8, -9})));

    @Test
    void theStateOfSomeStreamsHasTheirRows() {
        RecurrentState last = WorkerTask.cut(STATE, 1, 3);
        assertThat(last.layers().get(0).activation()).containsExactly(3, 4, 5, 6);
        assertThat(last.layers().get(0).cell()).containsExactly(-3, -4, -5, -6);
        assertThat(last.layers().get(1).activation()).containsExactly(8, 9);
    }

    @Test
    void groupsOfStreamsAreJoinedInTheirOrder() {
        assertThat(WorkerTask.join(List.of(WorkerTask.cut(STATE, 0, 1), WorkerTask.cut(STATE, 1, 3))))
                .usingRecursiveComparison()
                .isEqualTo(STATE);
        assertThat(WorkerTask.join(List.of(RecurrentState.NONE, WorkerTask.cut(RecurrentState.NONE, 0, 2))))
                .isEqualTo(RecurrentState.NONE);
    }
}
