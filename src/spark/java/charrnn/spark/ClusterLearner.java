package charrnn.spark;

import charrnn.config.Config;
import charrnn.model.RecurrentState;
import charrnn.train.Learner;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;

/**
 * Makes the updates on a cluster, round by round: each worker makes some on its own streams, then the workers' networks
 * are averaged.
 */
final class ClusterLearner implements Learner {
    /** Keeps the dropout masks of the workers apart; the first has those of a single machine. */
    private static final long SEEDS_OF_A_WORKER = 1L << 32;

    private final JavaSparkContext context;
    private final Config config;
    private final Material material;
    private final int workers;
    private final int updatesARound;
    private final StreamMaster master;
    private final SparkDl4jMultiLayer cluster;

    /**
     * @param workers how many share the streams; a divisor of their number
     * @param updatesARound how many updates each makes between two averagings
     */
    ClusterLearner(JavaSparkContext context, Config config, Material material, int workers, int updatesARound) {
        this.context = context;
        this.config = config;
        this.material = material;
        this.workers = workers;
        this.updatesARound = updatesARound;
        master = new StreamMaster(workers);
        cluster = new SparkDl4jMultiLayer(context, material.network(), master);
    }

    @Override
    public int updatesAtOnce() {
        return updatesARound;
    }

    @Override
    public List<Update> learn(Place from, double[] rates) {
        try {
            return round(from, rates);
        } catch (RuntimeException e) {
            if (context.sc().isStopped()) {
                return List.of();
            }
            throw e;
        }
    }

    private List<Update> round(Place from, double[] rates) {
        ShiftEnds ends = new ShiftEnds();
        context.sc().register(ends);
        Broadcast<NetBroadcastTuple> network = context.broadcast(network());
        StreamWorker worker =
                new StreamWorker(network, config.model(), config.training(), material.vocabularySize(), ends);
        master.average(
                cluster, context.parallelize(shifts(from, rates), workers).map(worker), rates.length);
        network.destroy();
        material.network()
                .restoreTrainingState(
                        Shift.join(ends.value().stream().map(Shift.End::state).toList()));
        return IntStream.range(0, rates.length)
                .mapToObj(i -> mean(
                        ends.value().stream().map(end -> end.updates().get(i)).toList()))
                .toList();
    }

    private NetBroadcastTuple network() {
        return new NetBroadcastTuple(
                material.network().getLayerWiseConfigurations(),
                material.network().params(),
                material.network().getUpdater().getStateViewArray());
    }

    private List<Shift> shifts(Place from, double[] rates) {
        RecurrentState state = material.network().trainingState();
        int streams = material.plan().batch() / workers;
        return IntStream.range(0, workers)
                .mapToObj(worker -> new Shift(
                        worker,
                        streams,
                        Shift.cut(material.plan(), from, rates.length, worker * streams, streams),
                        rates,
                        config.training().seed() + from.step() + worker * SEEDS_OF_A_WORKER,
                        Shift.cut(state, worker * streams, (worker + 1) * streams)))
                .toList();
    }

    /** The workers' losses are of as many characters each. */
    private static Update mean(List<Update> updates) {
        return new Update(mean(updates, Update::bitsPerChar), mean(updates, Update::gradientNorm));
    }

    private static double mean(List<Update> updates, ToDoubleFunction<Update> value) {
        return updates.stream().mapToDouble(value).average().orElseThrow();
    }
}
