import charrnn.lstm.NativeLibrary;
import charrnn.model.Networks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.solvers.accumulation.encoding.residual.ResidualClippingPostProcessor;
import org.deeplearning4j.optimize.solvers.accumulation.encoding.threshold.AdaptiveThresholdAlgorithm;
import org.deeplearning4j.optimize.solvers.accumulation.encoding.threshold.FixedThresholdAlgorithm;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.RepartitionStrategy;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.repartitioner.NoOpRepartitioner;
import org.deeplearning4j.spark.parameterserver.training.SharedTrainingMaster;
import org.deeplearning4j.spark.parameterserver.training.SharedTrainingWorker;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.nd4j.parameterserver.distributed.conf.VoidConfiguration;
import org.nd4j.parameterserver.distributed.enums.ExecutionMode;
import org.nd4j.parameterserver.distributed.v2.ModelParameterServer;
import org.nd4j.parameterserver.distributed.v2.transport.PortSupplier;
import org.nd4j.parameterserver.distributed.v2.transport.UpdatesHandler;
import org.reactivestreams.Subscription;

/**
 * Deeplearning4j's gradient sharing between two workers with charrnn's LSTM and carried state, on a text that is easily
 * learned. Arguments: rounds, then fixed or adaptive, the threshold of what is sent, or average=UPDATES: the same data
 * and the same rounds in this process, parameters and Adam's moments averaged, as charrnn does. After each round the loss
 * on unseen text of the same kind. gradient-sharing.sh builds and runs it.
 */
public final class GradientSharing {
    static final int WORKERS = 2, STREAMS = 8, LENGTH = 25, SEGMENTS = 40;
    static final int STREAM = SEGMENTS * LENGTH;
    /** Aeron 1.32 and later refuses to start without the first (#9677); the others spare memory and cores. */
    static final String[] JVM = {
        "aeron.publication.unblock.timeout=60000000000", "aeron.term.buffer.length=4194304",
        "aeron.term.buffer.sparse.file=true", "aeron.threading.mode=SHARED",
        "org.bytedeco.javacpp.platform.extension=-onednn"
    };

    static final String PORT = "SHARING_PORT";

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[0]);
        String how = args[1];
        for (String property : JVM) {
            System.setProperty(property.split("=")[0], property.split("=")[1]);
        }
        NativeLibrary.choose();
        String text = text(WORKERS * STREAMS * (STREAM + 1) + STREAMS * (LENGTH + 1));
        String alphabet =
                text.chars().distinct().sorted().mapToObj(Character::toString).collect(Collectors.joining());
        List<DataSet> segments = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            for (int segment = 0; segment < SEGMENTS; segment++) {
                segments.add(segment(text, alphabet, worker * STREAMS * (STREAM + 1) + segment * LENGTH, STREAM + 1));
            }
        }
        DataSet unseen = segment(text, alphabet, WORKERS * STREAMS * (STREAM + 1), LENGTH + 1);
        MultiLayerNetwork network = new MultiLayerNetwork(configuration(alphabet.length()));
        network.init();
        System.out.printf("%d weights, %.3f bits per character before%n", network.numParams(), bits(network, unseen));
        if (how.startsWith("average=")) {
            average(network, segments, unseen, rounds, Integer.parseInt(how.substring("average=".length())));
        } else {
            share(network, segments, unseen, rounds, how.equals("adaptive"));
        }
        System.exit(0); // Aeron's threads would go on
    }

    static void share(MultiLayerNetwork network, List<DataSet> segments, DataSet unseen, int rounds, boolean adaptive)
            throws InterruptedException {
        SparkConf spark = new SparkConf()
                .setIfMissing("spark.app.name", "gradient sharing")
                .set("spark.serializer", "org.apache.spark.serializer.JavaSerializer")
                .set("spark.cores.max", Integer.toString(WORKERS)) // without it the ratio below asks for nothing
                .set("spark.scheduler.minRegisteredResourcesRatio", "1")
                .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s")
                .set("spark.locality.wait", "0s")
                .set("spark.executor.extraJavaOptions", "-D" + String.join(" -D", JVM));
        if (System.getenv(PORT) != null) {
            spark.set("spark.executorEnv." + PORT, System.getenv(PORT));
        }
        JavaSparkContext context = new JavaSparkContext(spark);
        JavaRDD<DataSet> data = context.parallelize(segments, WORKERS); // in order: one partition a worker

        AtomicLong arrived = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        ModelParameterServer.getInstance().addUpdatesSubscriber(counter(network, arrived, bytes));
        Sharing master = new Sharing(adaptive);
        SparkDl4jMultiLayer cluster = new SparkDl4jMultiLayer(context, network, master);
        for (int round = 1; round <= rounds; round++) {
            arrived.set(0);
            bytes.set(0);
            long began = System.nanoTime();
            cluster.fit(data);
            double seconds = (System.nanoTime() - began) / 1e9;
            master.settle();
            System.out.printf(
                    "round %d: %.3f bits, %.1f s, %d of %d updates arrived, %d bytes each%n",
                    round,
                    bits(network, unseen),
                    seconds,
                    arrived.get(),
                    WORKERS * SEGMENTS,
                    bytes.get() / Math.max(1, arrived.get()));
        }
        context.close();
    }

    /** Stock, but for its worker's network, the order of the data, and a broadcast of the network each round. */
    static final class Sharing extends SharedTrainingMaster {
        Sharing(boolean adaptive) {
            super(
                    VoidConfiguration.builder()
                            .controllerAddress("127.0.0.1")
                            .portSupplier(new FreePort())
                            .retransmitTimeout(10)
                            .executionMode(ExecutionMode.MANAGED)
                            .build(),
                    WORKERS,
                    RDDTrainingApproach.Direct,
                    null,
                    false,
                    RepartitionStrategy.Balanced,
                    Repartition.Never,
                    adaptive ? new AdaptiveThresholdAlgorithm() : new FixedThresholdAlgorithm(1e-3),
                    new ResidualClippingPostProcessor(5, 5),
                    STREAMS,
                    STREAMS,
                    0L,
                    1,
                    2,
                    new NoOpRepartitioner(),
                    true,
                    5000,
                    false);
        }

        @Override
        public SharedTrainingWorker getWorkerInstance(SparkDl4jMultiLayer network) {
            setBroadcastModel(null);
            return new OwnWorker(super.getWorkerInstance(network));
        }

        /** Updates still under way when the last task ended are otherwise applied a round later. */
        void settle() throws InterruptedException {
            Thread.sleep(2000);
            finalizeTraining();
        }
    }

    /** Trains charrnn's network: its LSTM, and its state that goes on from segment to segment. */
    static final class OwnWorker extends SharedTrainingWorker {
        OwnWorker(SharedTrainingWorker stock) {
            super(
                    stock.getInstanceId(),
                    stock.getBroadcastModel(),
                    stock.getBroadcastConfiguration(),
                    stock.getListeners(),
                    stock.getRouter(),
                    stock.getWorkerTogglePeriodicGC(),
                    stock.getWorkerPeriodicGCFrequency());
        }

        @Override
        public MultiLayerNetwork getInitialModel() {
            return Networks.resume(super.getInitialModel());
        }
    }

    /** One port a process, as an address and port name a node. SHARING_PORT gives all the same. */
    static final class FreePort implements PortSupplier {
        private static int port;

        @Override
        public int getPort() {
            synchronized (FreePort.class) {
                if (System.getenv(PORT) != null) {
                    return Integer.parseInt(System.getenv(PORT));
                }
                if (port == 0) {
                    try (DatagramSocket socket = new DatagramSocket()) {
                        port = socket.getLocalPort();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
                return port;
            }
        }
    }

    /** The same data and rounds, the workers' parameters and Adam's moments averaged every so many updates. */
    static void average(MultiLayerNetwork network, List<DataSet> segments, DataSet unseen, int rounds, int every) {
        MultiLayerNetwork[] workers = new MultiLayerNetwork[WORKERS];
        for (int i = 0; i < WORKERS; i++) {
            workers[i] = Networks.resume(network.clone());
        }
        for (int round = 1; round <= rounds; round++) {
            for (int i = 0; i < WORKERS; i++) {
                workers[i].rnnClearPreviousState();
            }
            for (int segment = 0; segment < SEGMENTS; segment++) {
                for (int i = 0; i < WORKERS; i++) {
                    workers[i].fit(segments.get(i * SEGMENTS + segment));
                }
                if ((segment + 1) % every == 0) {
                    INDArray mean = workers[0].params().add(workers[1].params()).div(2);
                    INDArray moments = workers[0]
                            .updaterState()
                            .add(workers[1].updaterState())
                            .div(2);
                    for (MultiLayerNetwork worker : workers) {
                        worker.params().assign(mean);
                        worker.updaterState().assign(moments);
                    }
                }
            }
            network.params().assign(workers[0].params());
            System.out.printf("round %d: %.3f bits%n", round, bits(network, unseen));
        }
    }

    static UpdatesHandler counter(MultiLayerNetwork network, AtomicLong arrived, AtomicLong bytes) {
        return new UpdatesHandler() {
            @Override
            public void onSubscribe(Subscription subscription) {}

            @Override
            public void onNext(INDArray update) {
                arrived.incrementAndGet();
                bytes.addAndGet(4 * update.data().length());
            }

            @Override
            public void onError(Throwable e) {}

            @Override
            public void onComplete() {}

            @Override
            public INDArray getParametersArray() {
                return network.params().dup();
            }
        };
    }

    static MultiLayerConfiguration configuration(int symbols) {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(5e-3))
                .list()
                .layer(new LSTM.Builder()
                        .nIn(symbols)
                        .nOut(64)
                        .activation(Activation.TANH)
                        .dataFormat(RNNFormat.NCW)
                        .helperAllowFallback(false)
                        .build())
                .layer(new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nIn(64)
                        .nOut(symbols)
                        .activation(Activation.SOFTMAX)
                        .dataFormat(RNNFormat.NCW)
                        .build())
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(LENGTH)
                .build();
    }

    static String text(int length) {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            char name = (char) ('a' + random.nextInt(6));
            text.append("static int ")
                    .append(name)
                    .append("(int x) {\n    return x + ")
                    .append(random.nextInt(10))
                    .append(";\n}\n\n");
        }
        return text.substring(0, length);
    }

    static DataSet segment(String text, String alphabet, int start, int stride) {
        INDArray in = Nd4j.create(new int[] {STREAMS, alphabet.length(), LENGTH}, 'f');
        INDArray out = Nd4j.create(new int[] {STREAMS, alphabet.length(), LENGTH}, 'f');
        for (int stream = 0; stream < STREAMS; stream++) {
            for (int t = 0; t < LENGTH; t++) {
                int at = start + stream * stride + t;
                in.putScalar(new int[] {stream, alphabet.indexOf(text.charAt(at)), t}, 1);
                out.putScalar(new int[] {stream, alphabet.indexOf(text.charAt(at + 1)), t}, 1);
            }
        }
        return new DataSet(in, out);
    }

    static double bits(MultiLayerNetwork network, DataSet data) {
        return network.score(data) / (LENGTH * Math.log(2));
    }
}
