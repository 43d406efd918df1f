package charrnn.tools.trainingui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.deeplearning4j.ui.VertxUIServer;
import org.deeplearning4j.ui.api.Route;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.deeplearning4j.ui.module.train.TrainModule;
import org.junit.jupiter.api.Test;

/** What the package leans on in Deeplearning4j. */
class TrainPagesTest {
    @Test
    void aModuleWithoutItsPagesStopsTheStart() {
        new VertxUIServer();
        List<Route> withoutOverview = new TrainModule()
                .getRoutes().stream()
                        .filter(route -> !route.getRoute().equals("/train/overview/data"))
                        .toList();
        assertThatThrownBy(() -> TrainPages.check(withoutOverview))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Deeplearning4j's training UI is not that of 1.0.0-M2.1")
                .hasMessageContaining("its TrainModule lacks [/train/overview/data]");
    }

    @Test
    void moreReportsThanTheModuleReadsAtOnceAreDrawn() throws Exception {
        LimitedStorage storage = LimitedStorage.open("");
        SbeStatsInitializationReport info = new SbeStatsInitializationReport();
        info.reportIDs("long", StatsListener.TYPE_ID, LimitedStorage.WORKER, 1);
        info.reportModelInfo("MultiLayerNetwork", "{}", new String[0], 0, 0);
        storage.putStaticInfo(info);
        for (int step = 0; step < LimitedStorage.LIMIT; step++) {
            SbeStatsReport report = new SbeStatsReport();
            report.reportIDs("long", StatsListener.TYPE_ID, LimitedStorage.WORKER, 10 + step);
            report.reportIterationCount(step);
            storage.putUpdate(report);
        }
        try (TrainServer server = new TrainServer()) {
            Router router = new TrainPages(storage).router(server.vertx());
            int port = server.listen(InetAddress.getLoopbackAddress(), 0, router);
            Browse browse = new Browse(URI.create("http://127.0.0.1:" + port));
            assertThat(browse.overviewOnce(LimitedStorage.LIMIT).get("scoresIter"))
                    .hasSize(LimitedStorage.LIMIT);
        }
    }

    @Test
    void theModuleTakesThePathsOfOneSession() {
        assertThat(new VertxUIServer().isMultiSession()).isFalse();
    }
}
