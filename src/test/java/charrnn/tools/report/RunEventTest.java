package charrnn.tools.report;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.tools.report.RunHistory.Moment;
import charrnn.tools.report.RunHistory.Note;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunEventTest {
    private static final String ROLLBACK = "the loss is not finite; back to step 7, rates are multiplied by 0.5";

    private static Note event(int step, String text) {
        return new Note(new Moment(step, 0, step, step), text);
    }

    private static List<String> texts(List<RunEvent> happenings) {
        return happenings.stream().map(it -> it.first().text()).toList();
    }

    @Test
    void equalEventsInARowAreOne() {
        List<Note> events = List.of(event(1, "full"), event(2, "full"), event(3, "gone"), event(4, "full"));
        assertThat(RunEvent.of(events))
                .containsExactly(
                        new RunEvent(events.get(0), events.get(1), 2),
                        new RunEvent(events.get(2), events.get(2), 1),
                        new RunEvent(events.get(3), events.get(3), 1));
        assertThat(RunEvent.of(List.of())).isEmpty();
    }

    @Test
    void rollbacksAreTheLastToBeLeftOut() {
        List<Integer> rollbacks = List.of(333, 334, 777);
        List<RunEvent> all = RunEvent.of(IntStream.range(0, 1000)
                .mapToObj(step -> event(step, (rollbacks.contains(step) ? ROLLBACK : "event ") + step))
                .toList());
        List<RunEvent> kept = RunEvent.mostTelling(all, 10);
        assertThat(kept).hasSize(10).isSubsetOf(all);
        assertThat(kept)
                .isSortedAccordingTo(Comparator.comparing(it -> it.first().at().step()));
        assertThat(texts(kept)).contains("event 0", ROLLBACK + 333, ROLLBACK + 334, ROLLBACK + 777, "event 999");
    }

    @Test
    void moreRollbacksThanThereIsRoomForAreSpreadToo() {
        List<RunEvent> all = RunEvent.of(IntStream.range(0, 300)
                .mapToObj(step -> event(step, step % 3 == 0 ? "event" : ROLLBACK + step))
                .toList());
        assertThat(texts(RunEvent.mostTelling(all, 20))).hasSize(20).allMatch(text -> text.startsWith(ROLLBACK));
        assertThat(RunEvent.mostTelling(all, 300)).isEqualTo(all);
    }
}
