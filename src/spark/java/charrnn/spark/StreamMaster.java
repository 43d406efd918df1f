package charrnn.spark;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.RepartitionStrategy;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;

/**
 * Averages the workers' networks with Deeplearning4j's parameter averaging. Its distribution of data, which has no notion
 * of streams, is not used.
 */
final class StreamMaster extends ParameterAveragingTrainingMaster {
    /** Levels of the tree in which the workers' networks are added up on their way to the driver. */
    private static final int DEPTH = 2;

    StreamMaster(int workers) {
        super(
                true,
                workers,
                1,
                1,
                1,
                DEPTH,
                0,
                Repartition.Never,
                RepartitionStrategy.Balanced,
                StorageLevel.NONE(),
                false);
    }

    /**
     * Has the workers make their updates, and gives the cluster's network the mean of their weights and of their update
     * rules' states.
     *
     * @param updates how many each of them makes
     */
    void average(SparkDl4jMultiLayer cluster, JavaRDD<ParameterAveragingTrainingResult> results, int updates) {
        averagingFrequency = updates;
        processResults(cluster, null, results, 1, 1);
    }
}
