package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import charrnn.lstm.Nets.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@link LstmStepper} with many streams. */
class LstmStreamsTest {
    private record Shape(int vocabulary, int... hidden) {
        @Override
        public String toString() {
            return "vocabulary " + vocabulary + ", hidden " + Arrays.toString(hidden);
        }
    }

    private static List<Shape> shapes() {
        return List.of(
                new Shape(2, 1),
                new Shape(23, 33),
                new Shape(5, 7, 1),
                new Shape(100, 33, 7),
                new Shape(17, 24, 40),
                new Shape(30, 40, 7, 16));
    }

    /** A network trained on one segment, so that its distributions are uneven. */
    private static MultiLayerNetwork network(Shape shape) {
        MultiLayerNetwork net = Nets.fast(shape.vocabulary, 1, shape.hidden);
        Segment[] segments = new Segment[60];
        Arrays.fill(segments, Segment.random(2, shape.vocabulary, 12, 1));
        Nets.train(net, segments);
        return net;
    }

    /** As many streams as one block and some more, each with symbols of its own. */
    @ParameterizedTest
    @MethodSource("shapes")
    void everyStreamAgreesWithStockDeeplearning4j(Shape shape) {
        MultiLayerNetwork net = network(shape);
        MultiLayerNetwork stock = Nets.stock(shape.vocabulary, 1, shape.hidden);
        stock.setParams(net.params());
        Partition.runWithNativeThreads(Nets.SHARES, () -> agree(shape, net, stock));
    }

    private static void agree(Shape shape, MultiLayerNetwork net, MultiLayerNetwork stock) {
        LstmStepper stepper = new LstmStepper(net, true);
        int streams = StepBlock.ROWS + 5;
        for (int stream = 0; stream < streams; stream++) {
            assertThat(stepper.add()).isEqualTo(stream);
        }
        SplittableRandom random = new SplittableRandom(2);
        for (int n = 0; n < 40; n++) {
            int[] symbols = random.ints(streams, 0, shape.vocabulary).toArray();
            INDArray input = Nd4j.zeros(DataType.FLOAT, streams, shape.vocabulary, 1);
            for (int stream = 0; stream < streams; stream++) {
                input.putScalar(stream, symbols[stream], 0, 1);
            }
            INDArray expected = stock.rnnTimeStep(input);
            stepper.step(symbols);
            for (int stream = 0; stream < streams; stream++) {
                float[] logarithms = stepper.logProbabilities(stream);
                for (int v = 0; v < shape.vocabulary; v++) {
                    assertThat(Math.exp(logarithms[v]))
                            .as("step %d, stream %d", n, stream)
                            .isCloseTo(expected.getDouble(stream, v, 0), within(1e-5));
                }
            }
        }
    }

    /** A stream that reads its own symbols and records all log-probabilities it received. */
    private static final class Reader {
        private final long seed;
        private final int length;
        private final int vocabulary;
        private final SplittableRandom random;
        private final List<float[]> received = new ArrayList<>();
        private int next;

        Reader(long seed, int vocabulary) {
            this.seed = seed;
            this.vocabulary = vocabulary;
            random = new SplittableRandom(seed);
            length = random.nextInt(1, 30);
            next = random.nextInt(vocabulary);
        }

        void receive(float[] logProbabilities) {
            received.add(logProbabilities.clone());
            next = random.nextInt(vocabulary);
        }

        boolean done() {
            return received.size() == length;
        }
    }

    private static Reader readAlone(LstmStepper stepper, long seed, int vocabulary) {
        Reader reader = new Reader(seed, vocabulary);
        int stream = stepper.add();
        while (!reader.done()) {
            stepper.step(reader.next);
            reader.receive(stepper.logProbabilities(stream));
        }
        stepper.remove(stream);
        return reader;
    }

    private static boolean areClose(List<float[]> some, List<float[]> others) {
        for (int n = 0; n < some.size(); n++) {
            for (int v = 0; v < some.get(n).length; v++) {
                if (!(Math.abs(some.get(n)[v] - others.get(n)[v]) < 1e-5f)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Seeds of the readers that receive other numbers among randomly changing streams than alone. */
    private static Set<Long> disturbed(MultiLayerNetwork net, Shape shape, UnaryOperator<float[]> amongOthers) {
        int all = 200;
        LstmStepper together = new LstmStepper(net, true);
        LstmStepper alone = new LstmStepper(net, false);
        List<Reader> present = new ArrayList<>();
        Set<Long> disturbed = new HashSet<>();
        SplittableRandom random = new SplittableRandom(9);
        long come = 0;
        while (come < all || !present.isEmpty()) {
            while (come < all && present.size() < 40 && random.nextInt(3) > 0) {
                assertThat(together.add()).isEqualTo(present.size());
                present.add(new Reader(come, shape.vocabulary));
                come++;
            }
            together.step(present.stream().mapToInt(reader -> reader.next).toArray());
            for (int stream = present.size() - 1; stream >= 0; stream--) {
                Reader reader = present.get(stream);
                float[] received = together.logProbabilities(stream);
                reader.receive(present.size() > 1 ? amongOthers.apply(received) : received);
                if (reader.done()) {
                    List<float[]> expected = readAlone(alone, reader.seed, shape.vocabulary).received;
                    if (!areClose(reader.received, expected)) {
                        disturbed.add(reader.seed);
                    }
                    together.remove(stream);
                    Reader last = present.remove(present.size() - 1);
                    if (last != reader) {
                        present.set(stream, last);
                    }
                }
            }
            assertThat(together.size()).isEqualTo(present.size());
        }
        return disturbed;
    }

    private static List<Shape> alsoLarger() {
        List<Shape> all = new ArrayList<>(shapes());
        all.add(new Shape(98, 512));
        all.add(new Shape(61, 130, 200));
        return all;
    }

    /** In any row of any block, while other streams are added and removed. */
    @ParameterizedTest
    @MethodSource("alsoLarger")
    void streamIsTheSameUpToRoundingWithAnyOtherStreams(Shape shape) {
        MultiLayerNetwork net = Nets.fast(shape.vocabulary, 1, shape.hidden);
        Partition.runWithNativeThreads(Nets.SHARES, () -> assertThat(disturbed(net, shape, received -> received))
                .isEmpty());
    }

    /** A negative control of the test above. */
    @Test
    void differencesAreDetected() {
        Shape shape = new Shape(17, 24, 40);
        MultiLayerNetwork net = Nets.fast(shape.vocabulary, 1, shape.hidden);
        UnaryOperator<float[]> changed = received -> {
            float[] copy = received.clone();
            copy[copy.length - 1] += 1e-4f;
            return copy;
        };
        assertThat(disturbed(net, shape, changed)).hasSizeGreaterThan(190);
    }

    @Test
    void streamAddedInThePlaceOfARemovedOneHasReadNothing() {
        Shape shape = new Shape(9, 8, 6);
        LstmStepper stepper = new LstmStepper(network(shape), true);
        stepper.add();
        stepper.add();
        stepper.step(3, 3);
        float[] first = stepper.logProbabilities(0).clone();
        stepper.remove(1);
        stepper.add();
        stepper.step(3, 3);
        assertThat(stepper.logProbabilities(0)).isNotEqualTo(first);
        assertThat(stepper.logProbabilities(1)).containsExactly(first, within(1e-5f));
    }

    /** Both in the block of the last stream that reads and in a further block. */
    @Test
    void streamsWithoutASymbolKeepTheirState() {
        LstmStepper stepper = new LstmStepper(network(new Shape(9, 8, 6)), true);
        LstmStepper expected = new LstmStepper(network(new Shape(9, 8, 6)), true);
        SplittableRandom random = new SplittableRandom(1);
        int streams = 2 * StepBlock.ROWS + 3;
        int[] symbols = random.ints(streams, 0, 9).toArray();
        for (LstmStepper each : List.of(stepper, expected)) {
            for (int i = 0; i < streams; i++) {
                each.add();
            }
            each.step(symbols);
        }
        for (int readers : List.of(1, 5, StepBlock.ROWS + 2, 0)) {
            stepper.step(random.ints(readers, 0, 9).toArray());
        }
        for (int stream = StepBlock.ROWS + 2; stream < streams; stream++) {
            assertThat(stepper.logProbabilities(stream)).isEqualTo(expected.logProbabilities(stream));
        }
        symbols = random.ints(streams, 0, 9).toArray();
        stepper.step(symbols);
        expected.step(symbols);
        for (int stream = StepBlock.ROWS + 2; stream < streams; stream++) {
            assertThat(stepper.logProbabilities(stream)).isEqualTo(expected.logProbabilities(stream));
        }
        assertThat(stepper.logProbabilities(0)).isNotEqualTo(expected.logProbabilities(0));
    }

    @Test
    void lastStreamTakesTheNumberOfARemovedOne() {
        Shape shape = new Shape(9, 8, 6);
        LstmStepper stepper = new LstmStepper(network(shape), true);
        int streams = 2 * StepBlock.ROWS + 1;
        for (int i = 0; i < streams; i++) {
            stepper.add();
        }
        stepper.step(new SplittableRandom(1).ints(streams, 0, 9).toArray());
        float[] last = stepper.logProbabilities(streams - 1).clone();
        stepper.remove(2);
        assertThat(stepper.size()).isEqualTo(streams - 1);
        assertThat(stepper.logProbabilities(2)).isEqualTo(last);
        stepper.remove(streams - 2);
        assertThat(stepper.size()).isEqualTo(streams - 2);
    }

    /** Also into another block; afterwards both streams are independent. */
    @Test
    void copiedStreamContinuesAsTheOriginalDoes() {
        LstmStepper stepper = new LstmStepper(network(new Shape(9, 8, 6)), true);
        int streams = StepBlock.ROWS + 2;
        for (int i = 0; i < streams; i++) {
            stepper.add();
        }
        SplittableRandom random = new SplittableRandom(1);
        stepper.step(random.ints(streams, 0, 9).toArray());
        stepper.copy(streams - 1, 0);
        assertThat(stepper.logProbabilities(0)).isEqualTo(stepper.logProbabilities(streams - 1));
        int[] next = random.ints(streams, 0, 9).toArray();
        next[0] = next[streams - 1];
        stepper.step(next);
        assertThat(stepper.logProbabilities(0)).containsExactly(stepper.logProbabilities(streams - 1), within(1e-5f));
        next[0] = (next[0] + 1) % 9;
        stepper.step(next);
        assertThat(stepper.logProbabilities(0)).isNotEqualTo(stepper.logProbabilities(streams - 1));
    }

    @Test
    void weightsAreCopies() {
        Shape shape = new Shape(9, 8, 6);
        MultiLayerNetwork net = network(shape);
        LstmStepper stepper = new LstmStepper(net, true);
        stepper.add();
        stepper.step(4);
        float[] before = stepper.logProbabilities(0).clone();
        net.params().muli(2);
        stepper.remove(0);
        stepper.add();
        stepper.step(4);
        assertThat(stepper.logProbabilities(0)).isEqualTo(before);
    }

    @Test
    void invalidStreamsAndSymbolsAreRefusedWithoutAStep() {
        LstmStepper stepper = new LstmStepper(network(new Shape(9, 8)), true);
        stepper.step();
        assertThatIllegalArgumentException().isThrownBy(() -> stepper.step(1)).withMessage("1 inputs for 0 streams");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> stepper.remove(0));
        stepper.add();
        stepper.add();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stepper.step(8, 9))
                .withMessage("symbol 9 of a vocabulary of 9");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stepper.step(-1, 0))
                .withMessage("symbol -1 of a vocabulary of 9");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> stepper.copy(0, 2));
    }
}
