package charrnn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.config.TrainingConfig.Precision;
import charrnn.corpus.EncodedTexts;
import charrnn.match.InputEncoding;
import charrnn.model.RecurrentState.LayerState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.util.NetworkUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class StreamingNetworkTest {
    private static final int VOCABULARY = 7;
    private static final int TIME = 5;

    private static StreamingNetwork network(int sequence, String... keys) {
        String yaml = "model: {hidden: [9, 6]}\ntraining: {learningRate: 0.01, sequenceLength: " + sequence + "}";
        return TestNetworks.of(VOCABULARY, yaml, keys);
    }

    private static int[][] cut(int[][] text, int from, int to) {
        return Arrays.stream(text).map(s -> Arrays.copyOfRange(s, from, to)).toArray(int[][]::new);
    }

    private static INDArray oneHot(int[][] text, int from, int to) {
        return StreamingNetwork.vectors(new InputEncoding(VOCABULARY, 0, false), cut(text, from, to));
    }

    private static int[][] text(int streams, int length) {
        Random random = new Random(4);
        return IntStream.range(0, streams)
                .mapToObj(i -> random.ints(length, 0, VOCABULARY).toArray())
                .toArray(int[][]::new);
    }

    private static DataSet batch(int[][] text, int at, int length) {
        return new DataSet(oneHot(text, at, at + length), oneHot(text, at + 1, at + length + 1));
    }

    @Test
    void batchesFittedOneByOneEqualALongTextCutByDeeplearning4j() {
        int[][] text = text(3, 2 * TIME + 1);
        StreamingNetwork one = network(TIME);
        StreamingNetwork two = network(TIME);
        one.fit(batch(text, 0, 2 * TIME));
        two.fit(batch(text, 0, TIME));
        two.fit(batch(text, TIME, TIME));
        assertThat(two.params()).isEqualTo(one.params());
    }

    /** The rate changes at each update: once before the updater exists, and once to zero. */
    @ParameterizedTest
    @ValueSource(strings = {"adam", "rmsprop", "sgd"})
    void learningRateWorksAsDeeplearning4jsOwnSetter(String optimizer) {
        int[][] text = text(3, 4 * TIME + 1);
        StreamingNetwork own = network(TIME, "training.optimizer=" + optimizer);
        StreamingNetwork stock = network(TIME, "training.optimizer=" + optimizer);
        double[] rates = {0.003, 0.1, 0, 0.02};
        for (int i = 0; i < rates.length; i++) {
            own.setLearningRate(rates[i]);
            NetworkUtils.setLearningRate(stock, rates[i]);
            own.fit(batch(text, i * TIME, TIME));
            stock.fit(batch(text, i * TIME, TIME));
        }
        assertThat(own.params()).isEqualTo(stock.params());
        assertThat(own.updaterState()).isEqualTo(stock.updaterState());
    }

    @Test
    void resetStreamsHaveZerosInEachLayerAndTheOthersKeepTheirState() {
        int streams = 400;
        double share = 0.25;
        StreamingNetwork network = network(TIME);
        network.resetStreams(share, 1); // nothing to reset yet
        network.fit(batch(text(streams, TIME + 1), 0, TIME));
        List<LayerState> before = network.trainingState().layers();
        network.resetStreams(share, 2);
        List<LayerState> after = network.trainingState().layers();
        boolean[] reset = new boolean[streams];
        for (int stream = 0; stream < streams; stream++) {
            reset[stream] = isZero(row(after.get(0).cell(), stream, streams));
            for (int i = 0; i < after.size(); i++) {
                float[][] old = {before.get(i).activation(), before.get(i).cell()};
                float[][] now = {after.get(i).activation(), after.get(i).cell()};
                for (int k = 0; k < now.length; k++) {
                    float[] oldRow = row(old[k], stream, streams);
                    assertThat(isZero(oldRow)).isFalse();
                    assertThat(row(now[k], stream, streams))
                            .isEqualTo(reset[stream] ? new float[oldRow.length] : oldRow);
                }
            }
        }
        // Four standard deviations of a binomial distribution, sqrt(400 × 0.25 × 0.75) = 8.7.
        assertThat(IntStream.range(0, streams).filter(stream -> reset[stream]).count())
                .isBetween(65L, 135L);
    }

    private static float[] row(float[] matrix, int row, int rows) {
        int columns = matrix.length / rows;
        return Arrays.copyOfRange(matrix, row * columns, (row + 1) * columns);
    }

    private static boolean isZero(float[] row) {
        return Arrays.equals(row, new float[row.length]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "stock"})
    void withAllStreamsResetEachBatchIsLearnedFromZeros(String engine) {
        int[][] text = text(3, 2 * TIME + 1);
        StreamingNetwork all = network(TIME, "model.engine=" + engine);
        StreamingNetwork fresh = network(TIME, "model.engine=" + engine);
        for (StreamingNetwork network : List.of(all, fresh)) {
            network.fit(batch(text, 0, TIME));
        }
        all.resetStreams(1, 5);
        fresh.resetState();
        assertThat(fresh.trainingState()).isEqualTo(RecurrentState.NONE);
        for (StreamingNetwork network : List.of(all, fresh)) {
            network.fit(batch(text, TIME, TIME));
        }
        assertThat(all.params()).isEqualTo(fresh.params());
    }

    @Test
    void resumedNetworkHasItsOwnLearningRate() {
        StreamingNetwork first = network(TIME);
        first.setLearningRate(0.1);
        Networks.resume(first).setLearningRate(0.5);
        assertThat(first.getLearningRate(0)).isEqualTo(0.1);
    }

    @ParameterizedTest
    @CsvSource({"fast, FastAdam", "stock, AdamUpdater"})
    void newAndResumedNetworksHaveTheEnginesAdam(String engine, String adam) {
        Config config = ConfigLoader.parse("model: {hidden: 5, engine: " + engine + "}", "test", List.of());
        StreamingNetwork created = Networks.create(config.model(), config.training(), VOCABULARY);
        StreamingNetwork resumed = Networks.resume(created, config.model(), Precision.FLOAT32);
        for (StreamingNetwork network : List.of(created, resumed)) {
            assertThat(((MultiLayerUpdater) network.getUpdater()).getUpdaterBlocks())
                    .extracting(block -> block.getGradientUpdater().getClass().getSimpleName())
                    .containsExactly(adam);
        }
    }

    @Test
    void predictorDoesNotChangeTrainingAndAgreesWithTheLanguageModel() {
        int[][] text = text(2, 4 * TIME + 1);
        StreamingNetwork network = network(TIME);
        network.fit(batch(text, 0, TIME));
        RecurrentState before = network.trainingState();
        StreamPredictor predictor = network.predictor();
        predictor.reset();
        LanguageModel model = new NetworkModel(network, EncodedTexts.vocabulary(VOCABULARY - 1), true, DataType.FLOAT);
        model.add();
        for (int at = 0; at < 4 * TIME; at += TIME) {
            float[] probabilities = predictor.predict(cut(text, at, at + TIME)); // [time, 2, vocabulary]
            for (int t = 0; t < TIME; t++) {
                model.step(text[0][at + t]);
                int next = text[0][at + t + 1];
                double logProbability = Math.log(probabilities[2 * t * VOCABULARY + next]);
                assertThat(logProbability).isCloseTo(model.logProbabilities(0)[next], within(1e-4));
            }
            for (int layer = 0; layer < model.hiddenSizes().size(); layer++) {
                Map<String, INDArray> state = network.rnnGetPreviousState(layer);
                agrees(model.hidden(0, layer), state.get(LSTM.STATE_KEY_PREV_ACTIVATION));
                agrees(model.cells(0, layer), state.get(LSTM.STATE_KEY_PREV_MEMCELL));
            }
        }
        assertThat(model.hiddenSizes()).containsExactly(9, 6);
        assertThat(network.trainingState()).usingRecursiveComparison().isEqualTo(before);
    }

    private static void agrees(float[] units, INDArray ofBothStreams) {
        assertThat(units).containsExactly(ofBothStreams.getRow(0).toFloatVector(), within(1e-4f));
    }
}
