package charrnn.tools.trainingui;

import charrnn.lstm.LstmInstaller;
import charrnn.model.StreamingNetwork;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Measures what the UI costs a training of 2x128 (vocabulary 100, batch 50, 50 characters a sequence, the project's fast
 * LSTM) on a quiet machine:
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/test-classes:target/classes:$(cat target/classpath) charrnn.tools.trainingui.UiCost
 * </pre>
 */
final class UiCost {
    private static final int VOCABULARY = 100;
    private static final int HIDDEN = 128;
    private static final int BATCH = 50;
    private static final int TIME = 50;
    private static final int WARM_UP = 20;
    private static final int STEPS = 200;
    private static final int DEFAULT_EVERY_STEPS = 10;

    private UiCost() {}

    /** Adds up the time that a listener takes. */
    private static final class Stopwatch extends BaseTrainingListener {
        private final TrainingListener listener;
        private long nanos;

        Stopwatch(TrainingListener listener) {
            this.listener = listener;
        }

        private void time(Runnable call) {
            long start = System.nanoTime();
            call.run();
            nanos += System.nanoTime() - start;
        }

        @Override
        public void onForwardPass(Model model, List<INDArray> activations) {
            time(() -> listener.onForwardPass(model, activations));
        }

        @Override
        public void onGradientCalculation(Model model) {
            time(() -> listener.onGradientCalculation(model));
        }

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            time(() -> listener.iterationDone(model, iteration, epoch));
        }
    }

    public static void main(String[] args) {
        StreamingNetwork network = network();
        try (TrainingUi ui = TinyTraining.ui("cost")) {
            ui.started(network);
            Stopwatch stopwatch =
                    new Stopwatch(network.getListeners().iterator().next());
            network.setListeners(stopwatch);
            measure(network, ui, stopwatch);
        }
        System.out.printf(
                "%d reports: %.1f MB%n", LimitedStorage.LIMIT, megabytes(network, 20 * LimitedStorage.LIMIT) / 20);
    }

    private static void measure(StreamingNetwork network, TrainingUi ui, Stopwatch stopwatch) {
        DataSet batch = batch();
        List<Double> steps = new ArrayList<>();
        List<Double> reports = new ArrayList<>();
        for (int step = -WARM_UP; step < STEPS; step++) {
            stopwatch.nanos = 0;
            long start = System.nanoTime();
            network.fit(batch);
            long whole = System.nanoTime() - start;
            long inListener = stopwatch.nanos;
            stopwatch.time(() -> ui.stepped(TinyTraining.update(network.getIterationCount(), network.score())));
            if (step >= 0) {
                steps.add((whole - inListener) / 1e6);
                reports.add(stopwatch.nanos / 1e6);
            }
        }
        System.out.printf(
                "a step %.1f ms, a report %.2f ms: with one report in %d steps %.2f %%%n",
                median(steps),
                median(reports),
                DEFAULT_EVERY_STEPS,
                100 * median(reports) / DEFAULT_EVERY_STEPS / median(steps));
    }

    private static double median(List<Double> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }

    /** Heap that a number of the network's reports need. */
    private static double megabytes(StreamingNetwork network, int count) {
        InMemoryStatsStorage storage = new InMemoryStatsStorage();
        network.setListeners(new TrainingUi.LayerStatistics(storage, "cost", 1));
        network.fit(batch());
        byte[] report = storage.getLatestUpdate("cost", StatsListener.TYPE_ID, LimitedStorage.WORKER)
                .encode();
        List<SbeStatsReport> reports = new ArrayList<>();
        long before = usedHeap();
        for (int i = 0; i < count; i++) {
            SbeStatsReport copy = new SbeStatsReport();
            copy.decode(report);
            reports.add(copy);
        }
        long bytes = usedHeap() - before;
        Reference.reachabilityFence(reports);
        return bytes / 1e6;
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static StreamingNetwork network() {
        StreamingNetwork network = new StreamingNetwork(new NeuralNetConfiguration.Builder()
                .updater(new Adam(2e-3))
                .list()
                .layer(lstm(VOCABULARY))
                .layer(lstm(HIDDEN))
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .dataFormat(RNNFormat.NCW)
                        .activation(Activation.SOFTMAX)
                        .nIn(HIDDEN)
                        .nOut(VOCABULARY)
                        .build())
                .build());
        network.init();
        LstmInstaller.install(network, false, DataType.FLOAT);
        return network;
    }

    private static LSTM lstm(int inputs) {
        return new LSTM.Builder()
                .nIn(inputs)
                .nOut(HIDDEN)
                .activation(Activation.TANH)
                .helperAllowFallback(false)
                .build();
    }

    private static DataSet batch() {
        Random random = new Random(1);
        return new DataSet(
                TinyTraining.oneHot(random, BATCH, VOCABULARY, TIME),
                TinyTraining.oneHot(random, BATCH, VOCABULARY, TIME));
    }
}
