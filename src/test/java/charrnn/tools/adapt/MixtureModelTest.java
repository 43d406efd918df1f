package charrnn.tools.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Vocabulary;
import charrnn.model.DynamicNetwork;
import charrnn.model.DynamicNetwork.Rule;
import charrnn.model.LanguageModel;
import charrnn.model.Networks;
import charrnn.model.StreamingNetwork;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixtureModelTest {
    private static final Vocabulary VOCABULARY =
            new Vocabulary("abcdefghijk".codePoints().boxed().toList());
    private static final StreamingNetwork NETWORK = network();

    private static StreamingNetwork network() {
        Config config = ConfigLoader.parse("model: {hidden: 16, layers: 1}", "test", List.of());
        return Networks.create(config.model(), config.training(), VOCABULARY.size());
    }

    /** Words of a small dictionary in random order. */
    private static byte[] text(int length, long seed) {
        Random words = new Random(5);
        byte[][] dictionary = new byte[8][];
        for (int i = 0; i < dictionary.length; i++) {
            dictionary[i] = new byte[3 + i];
            for (int k = 0; k < dictionary[i].length; k++) {
                dictionary[i][k] = (byte) (1 + words.nextInt(VOCABULARY.size() - 1));
            }
        }
        Random random = new Random(seed);
        byte[] text = new byte[length];
        for (int at = 0; at < length; ) {
            byte[] word = dictionary[random.nextInt(dictionary.length)];
            int copied = Math.min(word.length, length - at);
            System.arraycopy(word, 0, text, at, copied);
            at += copied;
        }
        return text;
    }

    private static MixtureModel model(byte[] context) {
        return model(new ContextMixer(VOCABULARY, context.length), context);
    }

    private static MixtureModel model(ContextMixer cache, byte[] context) {
        MixtureModel.read(NETWORK.predictor(), cache, EncodedTexts.ofBytes(context), done -> {});
        return new MixtureModel(LanguageModel.of(NETWORK, VOCABULARY), cache);
    }

    private static float[] predictions(LanguageModel model, byte[] text) {
        int stream = model.add();
        assertThat(stream).isZero();
        for (byte symbol : text) {
            model.step(symbol);
        }
        float[] predictions = model.logProbabilities(0).clone();
        model.remove(0);
        return predictions;
    }

    /** The bits of {@code evaluate --cache} for a text, less those for the text without its last character. */
    private static double nats(byte[] text) {
        double[] nats = new double[2];
        for (int less = 0; less < 2; less++) {
            byte[] read = Arrays.copyOf(text, text.length - less);
            nats[less] = AdaptiveBits.of(
                                    NETWORK.predictor(),
                                    EncodedTexts.ofBytes(read),
                                    0,
                                    50,
                                    Optional.of(new ContextMixer(VOCABULARY, text.length)),
                                    done -> {})
                            .mixture()
                            .orElseThrow()
                            .bits()
                    * Math.log(2)
                    * (read.length - 1);
        }
        return nats[0] - nats[1];
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 17, 400, 3000})
    void predictionsAreThoseThatEvaluateMeasures(int length) {
        byte[] text = text(length, 1);
        byte[] next = Arrays.copyOf(text, length + 1);
        float[] predictions = predictions(model(text), new byte[0]);
        for (byte symbol = 0; symbol < VOCABULARY.size(); symbol++) {
            next[length] = symbol;
            // Float probabilities of two implementations of the network, and the difference of two sums.
            assertThat((double) -predictions[symbol]).isCloseTo(nats(next), within(1e-3));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 2000, MixtureModel.NETWORK_CHARS + 500})
    void probabilitiesSumToOne(int length) {
        for (byte[] written : new byte[][] {{}, {1, 2, 3}, text(40, 2)}) {
            double sum = 0;
            for (float logarithm : predictions(model(text(length, 1)), written)) {
                sum += Math.exp(logarithm);
            }
            assertThat(sum).isCloseTo(1, within(1e-5)); // rounding of each logarithm to a float
        }
    }

    @Test
    void theContextMakesItsWordsLikely() {
        byte[] text = text(3000, 1);
        byte[] more = text(300, 3);
        LanguageModel alone = LanguageModel.of(NETWORK, VOCABULARY);
        assertThat(cost(model(text), more)).isLessThan(0.6 * cost(alone, more));
    }

    private static double cost(LanguageModel model, byte[] text) {
        model.add();
        model.step(text[0]);
        double nats = 0;
        for (int i = 1; i < text.length; i++) {
            nats -= model.logProbabilities(0)[text[i]];
            model.step(text[i]);
        }
        return nats;
    }

    /** As {@code sample --index} does: the cache was saved and loaded before. */
    @Test
    void aLoadedCacheGivesTheSamePredictions() throws IOException {
        byte[] context = text(1500, 1);
        ContextMixer cache = new ContextMixer(VOCABULARY, context.length);
        MixtureModel original = model(cache, context);
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        cache.write(new DataOutputStream(saved));
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved.toByteArray()));
        ContextMixer loaded = ContextMixer.read(in, VOCABULARY, saved.size());
        byte[] written = text(40, 2);
        LanguageModel network = LanguageModel.of(NETWORK, VOCABULARY);
        assertThat(predictions(new MixtureModel(network, loaded), written)).isEqualTo(predictions(original, written));
    }

    @Test
    void aNetworkThatLearnsPredictsTheRestOfTheContextBetter() {
        byte[] context = text(3000, 1);
        byte[] more = text(300, 3);
        DynamicNetwork learning = new DynamicNetwork(NETWORK, new Rule(Rule.Kind.SGD, 1, 0), List.of());
        ContextMixer cache = new ContextMixer(VOCABULARY, context.length);
        MixtureModel.read(learning, cache, EncodedTexts.ofBytes(context), done -> {});
        double learned = cost(LanguageModel.of(learning.network(), VOCABULARY), more);
        assertThat(learned).isLessThan(0.9 * cost(LanguageModel.of(NETWORK, VOCABULARY), more));
        assertThat(cost(new MixtureModel(LanguageModel.of(learning.network(), VOCABULARY), cache), more))
                .isLessThan(0.9 * learned);
    }

    /** A stream's predictions depend on what it read only: streams are added, copied and removed beside it. */
    @Test
    void streamsAreIndependentAndTeachTheModelNothing() {
        byte[] context = text(2000, 1);
        byte[][] texts = {text(30, 4), text(30, 5), text(30, 6)};
        MixtureModel model = model(context);
        for (int i = 0; i < texts.length; i++) {
            model.add();
        }
        for (int at = 0; at < 20; at++) {
            int now = at;
            model.step(Arrays.stream(texts).mapToInt(text -> text[now]).toArray());
        }
        model.copy(2, 1);
        model.remove(0); // the last stream, with texts[2], is number 0 now
        model.step(texts[2][20], texts[0][20]);
        assertThat(model.size()).isEqualTo(2);
        float[] first = model.logProbabilities(0).clone();
        float[] second = model.logProbabilities(1).clone();
        model.remove(1);
        model.remove(0);

        byte[] other = Arrays.copyOf(texts[2], 21);
        assertThat(first).isEqualTo(predictions(model, other)).isEqualTo(predictions(model(context), other));
        other[20] = texts[0][20];
        assertThat(second).isEqualTo(predictions(model(context), other));
    }
}
