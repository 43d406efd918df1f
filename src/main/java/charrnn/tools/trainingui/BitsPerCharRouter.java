package charrnn.tools.trainingui;

import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.function.Consumer;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the score in the reports of Deeplearning4j's {@link StatsListener} by bits per character, on their way to the
 * storage. The listener reports inside the update, before its loss is measured, so a report is held here until then.
 */
final class BitsPerCharRouter implements StatsStorageRouter {
    private final String session;
    private final Consumer<Consumer<LimitedStorage>> storage;
    private String precision = "";
    private @Nullable StatsReport pending;
    private DoubleSummaryStatistics losses = new DoubleSummaryStatistics(); // since the previous point
    private long lastTime;

    /** @param storage runs a task with the storage; tasks run in order, perhaps later and on another thread */
    BitsPerCharRouter(String session, Consumer<Consumer<LimitedStorage>> storage) {
        this.session = session;
        this.storage = storage;
    }

    /** The precision is shown in place of the arrays' data type. */
    synchronized void showPrecision(String shown) {
        precision = shown;
    }

    /**
     * Reports the loss of an update. A point of the chart is the mean loss since the previous point. A loss that is not
     * finite is left out, since the UI would draw it as 0, the best possible one.
     */
    synchronized void reportTrain(int step, double bitsPerChar) {
        if (!Double.isFinite(bitsPerChar)) {
            return;
        }
        losses.accept(bitsPerChar);
        if (pending != null) {
            put(pending, StatsListener.TYPE_ID, step, losses.getAverage());
            clear();
        }
    }

    synchronized void reportValidation(int step, double bitsPerChar) {
        if (Double.isFinite(bitsPerChar)) {
            put(new SbeStatsReport(), LimitedStorage.VALIDATION_TYPE, step, bitsPerChar);
        }
    }

    /** Drops the losses and the report that are not stored yet; at a rollback, they may be of the update that diverged. */
    synchronized void clear() {
        pending = null;
        losses = new DoubleSummaryStatistics();
    }

    private void put(StatsReport report, String type, int step, double bitsPerChar) {
        // The storage's key is the time in milliseconds, and a small network makes several updates in one.
        lastTime = Math.max(lastTime + 1, System.currentTimeMillis());
        report.reportIDs(session, type, LimitedStorage.WORKER, lastTime);
        report.reportIterationCount(step);
        report.reportScore(bitsPerChar);
        storage.accept(s -> s.put(report));
    }

    @Override
    public synchronized void putUpdate(Persistable update) {
        if (update instanceof StatsReport report) {
            pending = report;
        }
    }

    @Override
    public void putUpdate(Collection<? extends Persistable> updates) {
        updates.forEach(this::putUpdate);
    }

    @Override
    public synchronized void putStaticInfo(Persistable info) {
        if (info instanceof SbeStatsInitializationReport report) {
            // The model page recognizes a network by the name of its class, which differs in a subclass.
            report.setModelClassName(MultiLayerNetwork.class.getName());
            report.setSwNd4jDataTypeName(precision);
        }
        storage.accept(s -> s.statistics().putStaticInfo(info));
    }

    @Override
    public void putStaticInfo(Collection<? extends Persistable> infos) {
        infos.forEach(this::putStaticInfo);
    }

    @Override
    public void putStorageMetaData(StorageMetaData metaData) {
        storage.accept(s -> s.statistics().putStorageMetaData(metaData));
    }

    @Override
    public void putStorageMetaData(Collection<? extends StorageMetaData> metaData) {
        metaData.forEach(this::putStorageMetaData);
    }
}
