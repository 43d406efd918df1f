package charrnn.tools.trainingui;

import java.util.Collection;
import java.util.function.Consumer;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsInitializationReport;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.jspecify.annotations.Nullable;

/**
 * Stands between Deeplearning4j's {@link StatsListener} and the storage, and puts bits per character in the place of
 * its score. The listener reports inside the update, before the loop knows the loss, so a report waits here for it.
 */
final class BitsPerCharRouter implements StatsStorageRouter {
    private final String session;
    private final String precision;
    private final Consumer<Consumer<StatsStorage>> storage;
    private @Nullable StatsReport waiting;
    private double sum;
    private int count;
    private long lastTime;

    /**
     * @param precision precision shown for the session; Deeplearning4j knows only that of the arrays
     * @param storage runs a task with the storage; tasks run in order, perhaps later and on another thread
     */
    BitsPerCharRouter(String session, String precision, Consumer<Consumer<StatsStorage>> storage) {
        this.session = session;
        this.precision = precision;
        this.storage = storage;
    }

    /** See {@link TrainingUi#reportTrain}. */
    synchronized void reportTrain(int step, double bitsPerChar) {
        // The UI would draw what isn't finite as 0, the best loss there is.
        if (!Double.isFinite(bitsPerChar)) {
            return;
        }
        sum += bitsPerChar;
        count++;
        StatsReport report = waiting;
        if (report != null) {
            waiting = null;
            put(report, StatsListener.TYPE_ID, step, sum / count);
            sum = 0;
            count = 0;
        }
    }

    /** See {@link TrainingUi#reportValidation}. */
    synchronized void reportValidation(int step, double bitsPerChar) {
        if (Double.isFinite(bitsPerChar)) {
            put(new SbeStatsReport(), Sessions.VALIDATION_TYPE, step, bitsPerChar);
        }
    }

    /** Forgets what waits to be stored. */
    synchronized void wentBack() {
        waiting = null; // may be of the update that diverged
        sum = 0;
        count = 0;
    }

    private void put(StatsReport report, String type, int step, double bitsPerChar) {
        // The storage's key is the time in ms, and a small network does several steps in one.
        lastTime = Math.max(lastTime + 1, System.currentTimeMillis());
        report.reportIDs(session, type, Sessions.WORKER, lastTime);
        report.reportIterationCount(step);
        report.reportScore(bitsPerChar);
        storage.accept(s -> s.putUpdate(report));
    }

    @Override
    public synchronized void putUpdate(Persistable update) {
        if (update instanceof StatsReport report) {
            waiting = report;
        }
    }

    @Override
    public void putUpdate(Collection<? extends Persistable> updates) {
        updates.forEach(this::putUpdate);
    }

    @Override
    public void putStaticInfo(Persistable info) {
        if (info instanceof StatsInitializationReport report) {
            // The model page knows the network by the end of its class's name, which a subclass need not share.
            report.reportModelInfo(
                    MultiLayerNetwork.class.getName(),
                    report.getModelConfigJson(),
                    report.getModelParamNames(),
                    report.getModelNumLayers(),
                    report.getModelNumParams());
            report.reportSoftwareInfo(
                    report.getSwArch(),
                    report.getSwOsName(),
                    report.getSwJvmName(),
                    report.getSwJvmVersion(),
                    report.getSwJvmSpecVersion(),
                    report.getSwNd4jBackendClass(),
                    precision,
                    report.getSwHostName(),
                    report.getSwJvmUID(),
                    report.getSwEnvironmentInfo());
        }
        storage.accept(s -> s.putStaticInfo(info));
    }

    @Override
    public void putStaticInfo(Collection<? extends Persistable> infos) {
        infos.forEach(this::putStaticInfo);
    }

    @Override
    public void putStorageMetaData(StorageMetaData metaData) {
        storage.accept(s -> s.putStorageMetaData(metaData));
    }

    @Override
    public void putStorageMetaData(Collection<? extends StorageMetaData> metaData) {
        metaData.forEach(this::putStorageMetaData);
    }
}
