package charrnn.spark;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.RepartitionStrategy;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;

/**
 * Averages the workers' networks with Deeplearning4j's parameter averaging. Deeplearning4j's distribution of data is not
 * used, because it does not support streams.
 */
final class StreamTrainingMaster extends ParameterAveragingTrainingMaster {
    /** Levels of the tree of workers in which the networks are summed before the driver receives the sum. */
    private static final int DEPTH = 2;

    StreamTrainingMaster(int workers) {
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
     * Runs the tasks, then sets weights and optimizer state of the cluster's network to the means over the workers.
     *
     * @param updates number of updates of each task
     */
    void average(SparkDl4jMultiLayer cluster, JavaRDD<ParameterAveragingTrainingResult> results, int updates) {
        averagingFrequency = updates;
        processResults(cluster, null, results, 1, 1);
    }
}
