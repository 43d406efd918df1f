package charrnn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.Config;
import charrnn.corpus.Corpus;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.train.Learner;
import charrnn.train.RunFolder;
import charrnn.train.Session;
import charrnn.train.TinySession;
import charrnn.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Compares trainings on Spark with two threads and the same trainings without Spark. */
class ClusterLearnerTest {
    private static final BooleanSupplier NEVER = () -> false;

    private static JavaSparkContext spark;

    @TempDir
    private Path folder;

    private Corpus corpus;

    @BeforeAll
    static void start() {
        spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[2]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1"));
    }

    @AfterAll
    static void stop() {
        spark.close();
    }

    @BeforeEach
    void readCorpus() throws IOException {
        TinySession.writeCorpus(folder);
        corpus = Corpus.load(config("corpus").corpus(), warning -> {});
    }

    private Config config(String name, String... overrides) {
        List<String> all = new ArrayList<>(
                List.of("name=" + name, "model.layers=2", "training.warmupSteps=2", "sampling.length=20"));
        all.addAll(List.of(overrides));
        return TinySession.config(folder, all.toArray(String[]::new));
    }

    private static Function<Session, Learner> on(int workers, int updatesPerRound) {
        return session -> new ClusterLearner(spark, session, workers, updatesPerRound);
    }

    private Session first(Config config) {
        return Session.first(config, corpus, RunFolder.of(config), Optional.empty(), TinySession.ORIGIN);
    }

    private Session resumed(Config config, Checkpoint last) {
        return Session.resumed(config, corpus, RunFolder.of(config), last, TinySession.ORIGIN);
    }

    private Checkpoint train(Config config, Function<Session, Learner> maker) throws IOException {
        return train(first(config), maker, NEVER);
    }

    private Checkpoint train(Session session, Function<Session, Learner> maker, BooleanSupplier stop)
            throws IOException {
        session.folder().create();
        new Trainer(session, maker.apply(session), List.of()).run(stop);
        return CheckpointReader.read(session.folder().last(), true);
    }

    private static double distance(Checkpoint one, Checkpoint other) {
        return one.network().params().distance2(other.network().params());
    }

    private static INDArray updater(Checkpoint checkpoint) {
        return checkpoint.network().getUpdater().getStateViewArray();
    }

    /** Plain SGD without clipping, where the mean of the workers' steps equals the step of the mean gradient. */
    private Config sgd(String name, String engine) {
        return config(
                name,
                "model.engine=" + engine,
                "training.optimizer=sgd",
                "training.learningRate=0.5",
                "training.gradientNorm=0");
    }

    /**
     * The gradient of one machine is compared with numeric gradients in other tests. The gradient of Deeplearning4j's own LSTM
     * would differ much more.
     */
    @Test
    void twoWorkersAveragedAfterEachUpdateEqualOneMachine() throws IOException {
        Checkpoint cluster = train(sgd("cluster", "fast"), on(2, 1));
        Checkpoint alone = train(sgd("alone", "fast"), Learner.Local::new);
        Checkpoint stock = train(sgd("stock", "stock"), Learner.Local::new);
        assertThat(cluster.progress().step()).isEqualTo(alone.progress().step()).isGreaterThan(100);
        double error = distance(cluster, alone);
        assertThat(distance(stock, alone)).isGreaterThan(0.01);
        assertThat(error).isLessThan(0.01 * distance(stock, alone));
    }

    /** With rounds of several updates, Adam, dropout, clipping, state resets and weight decay; all bits are equal. */
    @Test
    void oneWorkerEqualsOneMachineBitForBit() throws IOException {
        String[] all = {
            "model.dropout=0.2",
            "model.match=2",
            "training.matchDropout=0.3",
            "training.weightDecay=0.1",
            "training.resetShare=0.2",
            "training.learningRate=0.01"
        };
        Checkpoint cluster = train(config("cluster", all), on(1, 7));
        Checkpoint alone = train(config("alone", all), Learner.Local::new);
        assertThat(cluster.network().params()).isEqualTo(alone.network().params());
        assertThat(updater(cluster)).isEqualTo(updater(alone));
        assertThat(cluster.state()).usingRecursiveComparison().isEqualTo(alone.state());
        assertThat(cluster.network().getIterationCount())
                .isEqualTo(alone.network().getIterationCount());
        assertThat(cluster.progress().position()).isEqualTo(alone.progress().position());
        assertThat(cluster.progress().losses().lastValidationBpc())
                .isEqualTo(alone.progress().losses().lastValidationBpc());
    }

    @Test
    void twoWorkersWithLongRoundsLearn() throws IOException {
        Checkpoint cluster = train(config("cluster", "training.learningRate=0.01", "training.epochs=4"), on(2, 8));
        double before = Math.log(corpus.vocabulary().size()) / Math.log(2);
        assertThat(cluster.progress().losses().bestValidationBpc().orElseThrow())
                .isLessThan(before / 2);
    }

    @Test
    void runsCanMoveBetweenOneMachineAndACluster() throws IOException {
        Config config = config("changing", "training.schedule=constant");
        Checkpoint alone = train(config("alone", "training.schedule=constant"), Learner.Local::new);
        int[] queries = {0};
        Checkpoint first = train(first(config), on(1, 3), () -> ++queries[0] > 5);
        queries[0] = 0;
        Checkpoint second = train(resumed(config, first), Learner.Local::new, () -> ++queries[0] > 5);
        Checkpoint last = train(resumed(config, second), on(1, 4), NEVER);
        assertThat(second.progress().step()).isGreaterThan(first.progress().step());
        assertThat(last.network().params()).isEqualTo(alone.network().params());
    }

    @Test
    void reportsThatAreDueWithinARoundComeAtItsEnd() throws IOException {
        Config config = config("due", "training.reportEverySteps=10", "training.epochs=1");
        train(config, on(2, 7));
        List<Integer> reported = Files.readAllLines(RunFolder.of(config).history()).stream()
                .filter(line -> line.contains("trainBpc"))
                .map(line -> Integer.parseInt(line.replaceFirst(".*\"step\":(\\d+).*", "$1")))
                .toList();
        assertThat(reported).startsWith(14, 21, 35, 42);
    }
}
