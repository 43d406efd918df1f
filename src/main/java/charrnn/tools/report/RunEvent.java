package charrnn.tools.report;

import charrnn.tools.report.RunHistory.Note;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An event, or several in a row that say the same, as a save does that fails again and again.
 *
 * @param first the event, or the first of them
 * @param last the last of them
 * @param times how many they are
 */
record RunEvent(Note first, Note last, int times) {
    // What a training writes when it diverged: it explains the curves, so it is the last to be left out.
    private static final String ROLLBACK = "back to step ";

    /** Each event once, in order. */
    static List<RunEvent> of(List<Note> events) {
        List<RunEvent> all = new ArrayList<>();
        for (Note event : events) {
            int end = all.size() - 1;
            if (end >= 0 && all.get(end).first().text().equals(event.text())) {
                RunEvent before = all.get(end);
                all.set(end, new RunEvent(before.first(), event, before.times() + 1));
            } else {
                all.add(new RunEvent(event, event, 1));
            }
        }
        return all;
    }

    /** At most {@code limit} of them, 2 or more, in order: rollbacks before others, each kind evenly spread. */
    static List<RunEvent> mostTelling(List<RunEvent> all, int limit) {
        List<RunEvent> rollbacks = all.stream().filter(RunEvent::isRollback).toList();
        Set<RunEvent> kept = new HashSet<>(CurveThinning.evenly(rollbacks, limit));
        int room = limit - kept.size();
        if (room >= 2) {
            kept.addAll(CurveThinning.evenly(
                    all.stream().filter(it -> !it.isRollback()).toList(), room));
        }
        return all.stream().filter(kept::contains).toList();
    }

    private boolean isRollback() {
        return first.text().contains(ROLLBACK);
    }
}
