package charrnn.spark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.util.AccumulatorV2;

/**
 * Gathers how the shifts of a round ended, in the order of the workers. A shift that Spark has done twice counts once:
 * it ended the same both times.
 */
final class ShiftEnds extends AccumulatorV2<Shift.End, List<Shift.End>> {
    private static final long serialVersionUID = 1L;

    /** Spark may send it to the driver, in the background, while a task adds to it. */
    private final Map<Integer, Shift.End> ends = Collections.synchronizedMap(new TreeMap<>());

    @Override
    public boolean isZero() {
        return ends.isEmpty();
    }

    @Override
    public AccumulatorV2<Shift.End, List<Shift.End>> copy() {
        ShiftEnds copy = new ShiftEnds();
        copy.ends.putAll(ends);
        return copy;
    }

    @Override
    public void reset() {
        ends.clear();
    }

    @Override
    public void add(Shift.End end) {
        ends.put(end.worker(), end);
    }

    @Override
    public void merge(AccumulatorV2<Shift.End, List<Shift.End>> other) {
        other.value().forEach(this::add);
    }

    @Override
    public List<Shift.End> value() {
        return new ArrayList<>(ends.values());
    }
}
