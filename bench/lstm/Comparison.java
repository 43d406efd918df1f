import charrnn.lstm.LstmInstaller;
import charrnn.lstm.NativeLibrary;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * The training of one network, by Deeplearning4j's layers or by charrnn's, with its times and losses. With {@code -Dclock=cpu}
 * the times are the processor's time of the program. On one core, that is the time that passes if nothing else runs.
 *
 * @param layers {@code stock} or {@code charrnn}
 * @param epochs the number of epochs after which the losses of both kinds of layers are compared
 * @param seconds the time of training after which they are compared; the training lasts as long, at least for the epochs
 */
record Comparison(String layers, int epochs, double seconds) {
    Comparison {
        if (!List.of("stock", "charrnn").contains(layers)) {
            throw new IllegalArgumentException("the layers are stock or charrnn, not " + layers);
        }
    }

    /** Reads the arguments {@code stock|charrnn EPOCHS SECONDS}. */
    static Comparison of(String layers, String epochs, String seconds) {
        NativeLibrary.choose(); // the same library for both
        return new Comparison(layers, Integer.parseInt(epochs), Double.parseDouble(seconds));
    }

    /**
     * Trains and prints a line per epoch, then a line {@code result}. The time is that of {@code fit} alone.
     *
     * @param heldOut the loss on data that is not trained on
     */
    void run(MultiLayerNetwork network, DataSetIterator training, ToDoubleFunction<MultiLayerNetwork> heldOut) {
        Locale.setDefault(Locale.ROOT);
        System.out.println(NativeLibrary.describe());
        if (layers.equals("charrnn")) {
            System.out.println(LstmInstaller.install(network));
        }
        System.out.printf("before: loss %.4f%n", heldOut.applyAsDouble(network));
        List<Double> times = new ArrayList<>();
        double total = 0;
        double after = Double.NaN; // the loss after the epochs
        double within = Double.NaN; // the loss of the last epoch that ended within the seconds
        int epochsWithin = 0;
        while (times.size() < epochs || total < seconds) {
            long start = nanoseconds();
            network.fit(training);
            times.add((nanoseconds() - start) / 1e9);
            total += times.get(times.size() - 1);
            double loss = heldOut.applyAsDouble(network);
            System.out.printf("epoch %d: %.2f s, loss %.4f%n", times.size(), total, loss);
            if (times.size() == epochs) {
                after = loss;
            }
            if (total <= seconds) {
                within = loss;
                epochsWithin = times.size();
            }
        }
        System.out.printf(
                "result %s %.4f %.4f %.4f %d %.2f%n", layers, median(times), after, within, epochsWithin, total);
    }

    private static long nanoseconds() {
        boolean processor = "cpu".equals(System.getProperty("clock"));
        return processor
                ? ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                        .getProcessCpuTime()
                : System.nanoTime();
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(x -> x).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
