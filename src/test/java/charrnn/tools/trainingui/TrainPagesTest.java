package charrnn.tools.trainingui;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.net.URI;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.junit.jupiter.api.Test;

/** Behaviour of Deeplearning4j on which the package relies. */
class TrainPagesTest {
    @Test
    void theOverviewDrawsAsManyReportsAsTheStorageKeeps() throws Exception {
        TrainingStatistics storage = new TrainingStatistics("long", Runnable::run);
        SbeStatsInitializationReport info = new SbeStatsInitializationReport();
        info.reportIDs("long", StatsListener.TYPE_ID, TrainingStatistics.WORKER, 1);
        info.reportModelInfo("MultiLayerNetwork", "{}", new String[0], 0, 0);
        storage.putStaticInfo(info);
        for (int step = 0; step < TrainingStatistics.LIMIT; step++) {
            storage.putUpdate(new SbeStatsReport());
            storage.stepped(TinyTraining.update(step, 2));
        }
        try (TrainServer server = new TrainServer()) {
            Router router = TrainPages.router(storage, server.vertx());
            int port = server.listen(InetAddress.getLoopbackAddress(), 0, router);
            Browse browse = new Browse(URI.create("http://127.0.0.1:" + port));
            assertThat(browse.overviewOnce(TrainingStatistics.LIMIT).get("scoresIter"))
                    .hasSize(TrainingStatistics.LIMIT);
        }
    }
}
