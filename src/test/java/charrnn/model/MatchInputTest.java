package charrnn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.corpus.EncodedText;
import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Vocabulary;
import charrnn.match.InputEncoding;
import charrnn.match.InputReader;
import charrnn.pipeline.BatchIterator;
import charrnn.pipeline.EpochSegments;
import charrnn.pipeline.StreamPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Networks that read matches and names: training, evaluation and generation see the same, and so does plain Deeplearning4j. */
class MatchInputTest {
    private static final int VOCABULARY = 12;
    private static final InputEncoding ENCODING = new InputEncoding(VOCABULARY, InputEncoding.MAX_MATCHES, true);
    private static final Vocabulary CHARACTERS = EncodedTexts.vocabulary("abcdefg ;()");
    private static final StreamingNetwork NETWORK = network("coupled");

    private static StreamingNetwork network(String gates) {
        return TestNetworks.of(
                VOCABULARY,
                "model: {hidden: [16, 9], match: " + InputEncoding.MAX_MATCHES + ", names: true, gates: " + gates
                        + "}\ntraining: {batchSize: 4, sequenceLength: 20, learningRate: 0.03}");
    }

    /** A text that repeats pieces of itself. */
    private static EncodedText text(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] text = new int[length];
        for (int i = 0; i < length; ) {
            boolean repeat = i > 50 && random.nextInt(2) == 0;
            int from = repeat ? random.nextInt(i - 30) : 0;
            for (int end = Math.min(length, i + 5 + random.nextInt(20)); i < end; i++, from++) {
                text[i] = repeat ? text[from] : random.nextInt(1, VOCABULARY);
            }
        }
        return EncodedTexts.ofFiles(CHARACTERS, text);
    }

    private static LanguageModel model() {
        return new NetworkModel(NETWORK, CHARACTERS, true, DataType.FLOAT);
    }

    private static BatchIterator batches(EncodedText text) {
        return new BatchIterator(
                new EpochSegments(new StreamPlan(text, 4, 20, 0.3, Optional.empty(), 1), ENCODING, 0, 0));
    }

    @BeforeAll
    static void train() {
        batches(text(40_000, 1)).forEachRemaining(NETWORK::fit);
    }

    @Test
    void theNetworkLearnsToCopy() {
        InputReader reader = NETWORK.predictor().reader(text(2000, 2));
        assertThat(bits(reader, false)).isLessThan(bits(reader, true) - 0.3);
    }

    private static double bits(InputReader reader, boolean hidden) {
        int length = (int) reader.text().length() - 1;
        int[] inputs = reader.read(0, length);
        int[] next = reader.text().read(1, length);
        if (hidden) {
            ENCODING.hide(inputs, 0, length);
        }
        StreamPredictor predictor = NETWORK.predictor();
        predictor.reset();
        float[] probabilities = predictor.predict(new int[][] {inputs});
        double nats = 0;
        for (int t = 0; t < length; t++) {
            nats -= Math.log(probabilities[t * VOCABULARY + next[t]]);
        }
        return nats / length / Math.log(2);
    }

    /** The network is one of Deeplearning4j's own layers, and the input is five one-hot vectors side by side. */
    @ParameterizedTest
    @ValueSource(strings = {"full", "coupled"})
    void stockLayersComputeTheSameFromTheSameInput(String gates) {
        StreamingNetwork network = network(gates);
        BatchIterator batches = batches(text(3000, 3));
        network.fit(batches.next());
        MultiLayerNetwork stock = Networks.resume(network).clone();
        DataSet batch = batches.next();
        INDArray features = batch.getFeatures();
        assertThat(features.size(1)).isEqualTo(ENCODING.size());
        assertThat(features.sumNumber().intValue()).isEqualTo(4 * 20 * ENCODING.activeInputs());
        network.predictor().reset();
        assertThat(network.rnnTimeStep(features)
                        .sub(stock.rnnTimeStep(features))
                        .amaxNumber()
                        .doubleValue())
                .isLessThan(1e-5);
    }

    @Test
    void aTextEvaluatedAtOnceEqualsTheTextWrittenCharacterByCharacter() {
        EncodedText text = text(600, 5);
        StreamPredictor predictor = NETWORK.predictor();
        predictor.reset();
        InputReader reader = predictor.reader(text);
        LanguageModel model = model();
        model.add();
        LanguageModel atOnce = model();
        atOnce.add();
        for (int at = 0; at < 600; at += 50) {
            float[] probabilities = predictor.predict(new int[][] {reader.read(at, 50)});
            int[] symbols = text.read(at, 50);
            float[][] read = atOnce.read(symbols);
            for (int t = 0; t < 50; t++) {
                model.step(symbols[t]);
                assertThat(read[t]).containsExactly(model.logProbabilities(0), within(1e-5f));
                for (int v = 0; v < VOCABULARY; v++) {
                    assertThat(Math.exp(read[t][v]))
                            .isCloseTo((double) probabilities[t * VOCABULARY + v], within(1e-5));
                }
            }
        }
    }

    /** Each of 64 streams, some of them copied and moved, predicts as if it were alone, up to rounding. */
    @Test
    void streamsDoNotAffectEachOther() {
        int streams = 64;
        LanguageModel together = model();
        List<int[]> texts = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            together.add();
            texts.add(text(200, i / 2).read(0, 200));
        }
        for (int t = 0; t < 200; t++) {
            int at = t;
            together.step(texts.stream().mapToInt(text -> text[at]).toArray());
            if (t == 100) {
                together.restore(9, together.save(8)); // which has read the same
                together.remove(20);
                texts.set(20, texts.remove(texts.size() - 1));
            }
        }
        for (int i = 0; i < texts.size(); i++) {
            LanguageModel alone = model();
            alone.add();
            for (int symbol : texts.get(i)) {
                alone.step(symbol);
            }
            assertThat(together.logProbabilities(i))
                    .as("stream %d", i)
                    .containsExactly(alone.logProbabilities(0), within(1e-5f));
        }
    }

    /** The hidden matches are a property of the position, so that a resumed run hides the same. */
    @Test
    void matchesAreHiddenForStretchesOfStreams() {
        StreamPlan plan = new StreamPlan(text(2_000_000, 1), 4, 256, 0.3, Optional.empty(), 1);
        int hidden = 0;
        int changes = 0;
        for (int segment = 0; segment < plan.segmentsPerEpoch(); segment++) {
            for (int stream = 0; stream < 4; stream++) {
                boolean isHidden = plan.hidesMatches(2, segment, stream);
                hidden += isHidden ? 1 : 0;
                if (segment % 8 != 0) {
                    assertThat(isHidden).isEqualTo(plan.hidesMatches(2, segment - 1, stream));
                } else if (segment > 0 && isHidden != plan.hidesMatches(2, segment - 1, stream)) {
                    changes++;
                }
            }
        }
        assertThat(hidden / 4.0 / plan.segmentsPerEpoch()).isCloseTo(0.3, within(0.05));
        assertThat(changes).isGreaterThan(100);
        assertThat(new StreamPlan(text(20_000, 1), 4, 20, 0, Optional.empty(), 1).hidesMatches(0, 3, 0))
                .isFalse();
    }
}
