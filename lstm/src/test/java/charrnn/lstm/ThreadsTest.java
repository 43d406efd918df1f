package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.lstm.Nets.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A network computes the same alone and beside other networks in other threads. */
class ThreadsTest {
    private static final int VOCABULARY = 9;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static float[] train(MultiLayerNetwork net) {
        Segment[] segments = Segment.randoms(24, VOCABULARY, 10, 40);
        Partition.runWithNativeThreads(Nets.SHARES, () -> Nets.train(net, segments));
        return net.params().dup().data().asFloat();
    }

    private static float[] trained(int... hidden) {
        return train(Nets.carryingFast(VOCABULARY, 1, hidden));
    }

    @Test
    void twoThreadsTrainTwoNetworksAsOneThreadDoes() throws Exception {
        List<int[]> sizes = List.of(new int[] {20, 12}, new int[] {7, 20});
        List<Future<float[]>> together = new ArrayList<>();
        CyclicBarrier start = new CyclicBarrier(sizes.size());
        for (int[] hidden : sizes) {
            together.add(threads.submit(() -> {
                start.await();
                return trained(hidden);
            }));
        }
        for (int i = 0; i < sizes.size(); i++) {
            assertThat(together.get(i).get()).isEqualTo(trained(sizes.get(i)));
        }
    }

    private static List<float[]> read(LstmStepper stepper) {
        List<float[]> answers = new ArrayList<>();
        int stream = stepper.add();
        for (int n = 0; n < 100; n++) {
            stepper.step(n % VOCABULARY);
            answers.add(stepper.logProbabilities(stream).clone());
        }
        stepper.remove(stream);
        return answers;
    }

    /** The stepper keeps the weights that the network had when the stepper was made. */
    @Test
    void oneThreadSamplesWhileAnotherTrains() throws Exception {
        MultiLayerNetwork net = Nets.carryingFast(VOCABULARY, 1, 20, 12);
        LstmStepper stepper = new LstmStepper(net, true);
        List<float[]> alone = read(stepper);
        CyclicBarrier start = new CyclicBarrier(2);
        Future<float[]> parameters = threads.submit(() -> {
            start.await();
            return train(net);
        });
        start.await();
        do {
            assertThat(read(stepper)).usingRecursiveComparison().isEqualTo(alone);
        } while (!parameters.isDone());
        assertThat(parameters.get()).isEqualTo(trained(20, 12));
        assertThat(read(new LstmStepper(net, true))).usingRecursiveComparison().isNotEqualTo(alone);
    }
}
