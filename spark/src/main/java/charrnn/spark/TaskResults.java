package charrnn.spark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.util.AccumulatorV2;

/**
 * Collects the results of a round's tasks in the order of the workers. If Spark runs a task twice, its result counts once:
 * both results are the same.
 */
final class TaskResults extends AccumulatorV2<WorkerTask.Result, List<WorkerTask.Result>> {
    private static final long serialVersionUID = 1L;

    /** Synchronized, since Spark may send it to the driver in the background while a task adds to it. */
    private final Map<Integer, WorkerTask.Result> results = Collections.synchronizedMap(new TreeMap<>());

    @Override
    public boolean isZero() {
        return results.isEmpty();
    }

    @Override
    public AccumulatorV2<WorkerTask.Result, List<WorkerTask.Result>> copy() {
        TaskResults copy = new TaskResults();
        copy.results.putAll(results);
        return copy;
    }

    @Override
    public void reset() {
        results.clear();
    }

    @Override
    public void add(WorkerTask.Result result) {
        results.put(result.worker(), result);
    }

    @Override
    public void merge(AccumulatorV2<WorkerTask.Result, List<WorkerTask.Result>> other) {
        other.value().forEach(this::add);
    }

    @Override
    public List<WorkerTask.Result> value() {
        return new ArrayList<>(results.values());
    }
}
