package charrnn.tools.trainingui;

import charrnn.train.RunListener.Step;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.jspecify.annotations.Nullable;

/**
 * The reports of Deeplearning4j's {@link StatsListener} on one training, in memory, with losses in bits per character in
 * place of scores. The listener reports inside the update, before its loss is measured, so a report is held until then.
 */
final class TrainingStatistics extends InMemoryStatsStorage {
    /** Maximum number of reports: of 1024 or more, Deeplearning4j's charts draw only every second one. */
    static final int LIMIT = 1000;

    static final String WORKER = "charrnn"; // the only one

    private final String session;
    private final Executor loop;
    private final Map<Long, Long> steps = new TreeMap<>(); // of the stored reports, by their time
    private @Nullable StatsReport pending;
    private DoubleSummaryStatistics losses = new DoubleSummaryStatistics(); // since the previous point
    private long lastTime;
    private long count;
    private volatile int interval = 1; // reports between two that are stored

    /**
     * @param session id of the session
     * @param loop runs the tasks that change the storage, one after another, on the thread that reads it
     */
    TrainingStatistics(String session, Executor loop) {
        this.session = session;
        this.loop = loop;
    }

    String session() {
        return session;
    }

    /**
     * Records an update. A point of the chart is the mean loss since the previous point. A loss that is not finite is left
     * out, since the UI would draw it as 0, the best possible one.
     */
    void stepped(Step step) {
        if (!Double.isFinite(step.bitsPerChar())) {
            return;
        }
        losses.accept(step.bitsPerChar());
        StatsReport report = pending;
        pending = null;
        if (report != null && count++ % interval == 0) {
            // The storage's key is the time in milliseconds, and a small network makes several updates in one.
            lastTime = Math.max(lastTime + 1, System.currentTimeMillis());
            report.reportIDs(session, StatsListener.TYPE_ID, WORKER, lastTime);
            report.reportIterationCount(Math.toIntExact(step.step()));
            report.reportScore(losses.getAverage());
            losses = new DoubleSummaryStatistics();
            loop.execute(() -> store(report, step.step()));
        }
    }

    private void store(StatsReport report, long step) {
        super.putUpdate(report);
        steps.put(report.getTimeStamp(), step);
        if (steps.size() > LIMIT) {
            interval *= 2;
            List<Long> times = List.copyOf(steps.keySet());
            for (int i = 1; i < times.size(); i += 2) {
                steps.remove(times.get(i));
            }
            dropReportsWithoutStep();
        }
    }

    /** Drops everything of later steps, after a rollback; what is not stored yet may be of the update that diverged. */
    void dropAfter(long step) {
        pending = null;
        losses = new DoubleSummaryStatistics();
        loop.execute(() -> {
            steps.values().removeIf(later -> later > step);
            dropReportsWithoutStep();
        });
    }

    private void dropReportsWithoutStep() {
        getUpdateMap(session, StatsListener.TYPE_ID, WORKER, true).keySet().retainAll(steps.keySet());
    }

    @Override
    public void putUpdate(Persistable update) {
        if (update instanceof StatsReport report) {
            pending = report;
        }
    }

    @Override
    public void putStaticInfo(Persistable info) {
        if (info instanceof SbeStatsInitializationReport report) {
            // The model page recognizes a network by the name of its class, which differs in a subclass.
            report.setModelClassName(MultiLayerNetwork.class.getName());
        }
        loop.execute(() -> super.putStaticInfo(info));
    }

    /** Does nothing: the pages do not read it. */
    @Override
    public void putStorageMetaData(StorageMetaData unused) {}
}
