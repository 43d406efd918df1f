package charrnn.spark;

import charrnn.cli.Main;
import charrnn.cli.TrainCommand;
import charrnn.config.Config;
import charrnn.config.Config.UiConfig;
import charrnn.config.Key.Bounds;
import charrnn.message.UserError;
import charrnn.train.Learner;
import charrnn.train.Session;
import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code train} on a Spark cluster: {@code spark-submit --class charrnn.spark.SparkTrain charrnn-spark.jar}. */
@Command(
        name = "charrnn.spark.SparkTrain",
        description = {
            "Trains a network according to a configuration, into checkpoints/<run name>/. The workers of a Spark"
                    + " cluster make",
            "the updates, and their parameters are averaged. Corpus and checkpoints are on the machine that runs this"
                    + " program,",
            "the driver. A run that was begun on one machine can be resumed on a cluster, and the other way round."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  spark-submit --master spark://host:7077 --class charrnn.spark.SparkTrain \\",
            "      charrnn-spark.jar --config lstm.yaml --workers 4",
            "  … charrnn-spark.jar --config lstm.yaml --workers 8 --average-every 32 --resume",
            "",
            "docs/guide/clusters.md describes the method and when it helps."
        })
public final class SparkTrain extends TrainCommand {
    @Option(
            names = "--workers",
            paramLabel = "N",
            description = {
                "Number of workers, which share the streams of text; training.batchSize must be a multiple of it.",
                "Default: the largest such number that is at most the number of cores of the cluster."
            })
    @Bounds(min = 0)
    private int workers;

    @Option(
            names = "--average-every",
            paramLabel = "N",
            defaultValue = "16",
            description = "Updates that each worker makes between two averagings (default: ${DEFAULT-VALUE}).")
    @Bounds(min = 1)
    private int averageEvery = 16;

    private @Nullable JavaSparkContext context;

    public static void main(String[] args) {
        Main.startOnCluster(new SparkTrain(), args);
    }

    @Override
    public Integer call() throws IOException {
        try {
            return super.call();
        } finally {
            if (context != null) {
                context.close();
            }
        }
    }

    @Override
    protected Config configuration(Map<String, Object> fixed) {
        Config effective = super.configuration(fixed);
        int streams = effective.training().batchSize();
        if (workers > 0 && streams % workers != 0) {
            throw new UserError("--workers is " + workers + ", but training.batchSize, " + streams
                    + ", must be a multiple of it: each worker has as many streams");
        }
        if (!new SparkConf().contains("spark.master")) {
            throw new UserError(
                    "no cluster is named: start this program with spark-submit --master …, for instance --master"
                            + " 'local[2]'");
        }
        return effective;
    }

    @Override
    protected Learner learner(Session session) {
        JavaSparkContext opened = open();
        context = opened;
        int streams = session.plan().batchSize();
        int count = workers > 0 ? workers : largestDivisor(streams, opened.defaultParallelism());
        say(count + " workers of " + streams / count + " streams each on " + opened.master() + ", averaged every "
                + averageEvery + " updates");
        return new ClusterLearner(opened, session, count, averageEvery);
    }

    private static JavaSparkContext open() {
        return new JavaSparkContext(new SparkConf()
                .setIfMissing("spark.app.name", "charrnn")
                // Kryo cannot serialize ND4J's arrays.
                .set("spark.serializer", "org.apache.spark.serializer.JavaSerializer"));
    }

    private static int largestDivisor(int streams, int most) {
        return IntStream.rangeClosed(1, Math.min(streams, most))
                .filter(n -> streams % n == 0)
                .max()
                .orElse(1);
    }

    /** Turns off the training UI, which needs the network to be trained in this process. Spark has a UI of its own. */
    @Override
    protected UiConfig ui(Config effective) {
        return effective.ui().off();
    }
}
