package charrnn.spark;

import charrnn.config.Config;
import charrnn.model.RecurrentState;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Progress;
import charrnn.pipeline.EpochSegments;
import charrnn.pipeline.StreamPlan;
import charrnn.train.Learner;
import charrnn.train.Session;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;

/**
 * Makes the updates on a cluster in rounds: each worker makes several updates on its own streams, then the workers'
 * networks are averaged.
 */
final class ClusterLearner implements Learner {
    /** Difference between the seeds of two workers, so that dropout masks differ. Worker 0 has the seeds of one machine. */
    private static final long SEEDS_PER_WORKER = 1L << 32;

    private final JavaSparkContext context;
    private final Config config;
    private final StreamingNetwork network;
    private final StreamPlan plan;
    private final int workers;
    private final int updatesPerRound;
    private final StreamTrainingMaster master;
    private final SparkDl4jMultiLayer cluster;
    private EpochSegments segments;
    private int epoch;

    /**
     * @param workers number of workers; must divide the number of streams
     * @param updatesPerRound number of updates of each worker between two averagings
     */
    ClusterLearner(JavaSparkContext context, Session session, int workers, int updatesPerRound) {
        this.context = context;
        config = session.config();
        network = session.network();
        plan = session.plan();
        this.workers = workers;
        this.updatesPerRound = updatesPerRound;
        segments = new EpochSegments(plan, network.encoding(), 0, 0);
        master = new StreamTrainingMaster(workers);
        cluster = new SparkDl4jMultiLayer(context, network, master);
    }

    @Override
    public int updatesAtOnce() {
        return updatesPerRound;
    }

    @Override
    public List<Update> learn(Progress from, double[] rates) {
        try {
            return round(from, rates);
        } catch (RuntimeException e) {
            if (context.sc().isStopped()) {
                return List.of();
            }
            throw e;
        }
    }

    private List<Update> round(Progress from, double[] rates) {
        TaskResults results = new TaskResults();
        context.sc().register(results);
        Broadcast<NetBroadcastTuple> broadcast = context.broadcast(tuple());
        StreamTrainingWorker worker = new StreamTrainingWorker(broadcast, config.model(), config.training(), results);
        master.average(cluster, context.parallelize(tasks(from, rates), workers).map(worker), rates.length);
        broadcast.destroy();
        network.restoreTrainingState(WorkerTask.join(
                results.value().stream().map(WorkerTask.Result::state).toList()));
        return IntStream.range(0, rates.length)
                .mapToObj(i -> mean(results.value().stream()
                        .map(result -> result.updates().get(i))
                        .toList()))
                .toList();
    }

    private NetBroadcastTuple tuple() {
        return new NetBroadcastTuple(
                network.getLayerWiseConfigurations(),
                network.params(),
                network.getUpdater().getStateViewArray());
    }

    private List<WorkerTask> tasks(Progress from, double[] rates) {
        RecurrentState state = network.trainingState();
        int streams = plan.batchSize() / workers;
        int segment = Math.toIntExact(from.position().streamPosition());
        if (from.epoch() != epoch) {
            epoch = from.epoch();
            segments = new EpochSegments(plan, network.encoding(), epoch, 0);
        }
        return IntStream.range(0, workers)
                .mapToObj(worker -> WorkerTask.of(
                        segments,
                        segment,
                        worker,
                        worker * streams,
                        streams,
                        rates,
                        config.training().seed() + from.step() + worker * SEEDS_PER_WORKER,
                        WorkerTask.cut(state, worker * streams, (worker + 1) * streams)))
                .toList();
    }

    /** The means of the workers' losses, each of which is of equally many characters, and of their gradient norms. */
    private static Update mean(List<Update> updates) {
        return new Update(mean(updates, Update::bitsPerChar), mean(updates, Update::gradientNorm));
    }

    private static double mean(List<Update> updates, ToDoubleFunction<Update> value) {
        return updates.stream().mapToDouble(value).average().orElseThrow();
    }
}
