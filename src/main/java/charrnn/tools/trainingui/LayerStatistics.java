package charrnn.tools.trainingui;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsInitializationConfiguration;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsUpdateConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Deeplearning4j's {@link StatsListener}, limited to what the charts show: by default it collects four histograms and
 * twelve summaries of each parameter at every step.
 */
final class LayerStatistics extends StatsListener {
    LayerStatistics(StatsStorageRouter router, String session, int everySteps) {
        super(
                router,
                new DefaultStatsInitializationConfiguration(true, true, true),
                new DefaultStatsUpdateConfiguration.Builder()
                        .reportingFrequency(everySteps)
                        .collectHistogramsGradients(false)
                        .collectHistogramsActivations(false)
                        .collectMeanParameters(false)
                        .collectMeanGradients(false)
                        .collectMeanUpdates(false)
                        .collectStdevParameters(false)
                        .collectMeanMagnitudesGradients(false)
                        .collectMeanMagnitudesActivations(false)
                        .build(),
                session,
                LimitedStorage.WORKER);
    }

    /**
     * Collects the activations of the last time step alone. They show saturation as well as those of all steps, which are
     * the largest arrays by far. The input's are left out: its columns are one-hot.
     *
     * @param activations input and layers in their order, each [batch, size, time]
     */
    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
        Map<String, INDArray> last = new LinkedHashMap<>();
        for (int i = 1; i < activations.size(); i++) {
            INDArray layer = activations.get(i);
            last.put(
                    String.valueOf(i - 1),
                    layer.rank() == 3
                            ? layer.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(layer.size(2) - 1))
                            : layer);
        }
        onForwardPass(model, last);
    }
}
