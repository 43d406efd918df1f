package charrnn.tools.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import charrnn.corpus.EncodedText;
import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextMixerTest {
    private static final int SYMBOLS = 30;
    private static final Vocabulary VOCABULARY = SymbolHistoryTest.vocabulary(SYMBOLS);

    /** Twelve phrases in random order. */
    private static int[] text(int length, int symbols, long seed) {
        Random phrases = new Random(8);
        int[][] phrase = new int[12][];
        for (int i = 0; i < phrase.length; i++) {
            phrase[i] = phrases.ints(4 + i, 0, symbols).toArray();
        }
        Random order = new Random(seed);
        return IntStream.generate(() -> 0)
                .limit(length)
                .flatMap(i -> Arrays.stream(phrase[order.nextInt(phrase.length)]))
                .limit(length)
                .toArray();
    }

    /** A random distribution, [vocabulary], in which some symbols have probability 0. */
    private static float[] distribution(Random random, int symbols) {
        float[] p = new float[symbols];
        p[random.nextInt(symbols)] = 1;
        float sum = 1;
        for (int v = 0; v < symbols; v++) {
            float more = random.nextInt(4) == 0 ? 0 : random.nextFloat();
            p[v] += more;
            sum += more;
        }
        for (int v = 0; v < symbols; v++) {
            p[v] /= sum;
        }
        return p;
    }

    private static List<ContextMixer.Cost> costs(int[] text, int symbols) {
        Random random = new Random(10);
        return costs(text, SymbolHistoryTest.vocabulary(symbols), symbol -> distribution(random, symbols));
    }

    /** @param network its prediction of each symbol */
    private static List<ContextMixer.Cost> costs(int[] text, Vocabulary vocabulary, IntFunction<float[]> network) {
        ContextMixer cache = new ContextMixer(vocabulary, text.length);
        cache.add(text[0]);
        List<ContextMixer.Cost> costs = new ArrayList<>();
        for (int i = 1; i < text.length; i++) {
            costs.add(cache.code(text[i], network.apply(text[i]), 0));
        }
        return costs;
    }

    @ParameterizedTest
    @CsvSource({"2, 50", "3, 200", "17, 300", "98, 100"})
    void probabilitiesOfAllSymbolsSumToOne(int symbols, int length) {
        int[] text = text(length, symbols, 1);
        double byCache = 0;
        double byMixture = 0;
        for (int symbol = 0; symbol < symbols; symbol++) {
            text[length - 1] = symbol;
            ContextMixer.Cost cost = costs(text, symbols).get(length - 2);
            byCache += Math.exp(-cost.cache());
            byMixture += Math.exp(-cost.mixture());
        }
        assertThat(byCache).isCloseTo(1, within(1e-9));
        assertThat(byMixture).isCloseTo(1, within(1e-9));
    }

    @Test
    void costsDoNotDependOnLaterCharacters() {
        int[] text = text(3000, SYMBOLS, 1);
        int[] changed = text.clone();
        System.arraycopy(text(1000, SYMBOLS, 2), 0, changed, 2000, 1000);
        List<ContextMixer.Cost> costs = costs(text, SYMBOLS);
        List<ContextMixer.Cost> others = costs(changed, SYMBOLS);
        assertThat(others.subList(0, 1999)).isEqualTo(costs.subList(0, 1999));
        assertThat(others).isNotEqualTo(costs);
    }

    @Test
    void repeatedTextBecomesCheap() {
        List<ContextMixer.Cost> costs = costs(text(8000, SYMBOLS, 1), SYMBOLS);
        double first = mean(costs.subList(0, 200));
        double last = mean(costs.subList(7000, 7999));
        assertThat(first).isGreaterThan(2);
        // One choice among twelve phrases per about ten characters: 0.25 nats per character.
        assertThat(last).isLessThan(0.4);
    }

    private static double mean(List<ContextMixer.Cost> costs) {
        return costs.stream().mapToDouble(ContextMixer.Cost::cache).average().orElseThrow();
    }

    /** A network that knows the truth with 95 % costs 0.05 nats in the mean. */
    @Test
    void theMixtureSoonTrustsANetworkThatKnowsBetter() {
        int[] text = new Random(11).ints(1000, 0, SYMBOLS).toArray();
        List<ContextMixer.Cost> costs = costs(text, VOCABULARY, symbol -> {
            float[] network = new float[SYMBOLS];
            Arrays.fill(network, 0.05f / (SYMBOLS - 1));
            network[symbol] = 0.95f;
            return network;
        });
        List<ContextMixer.Cost> late = costs.subList(500, 999);
        assertThat(mean(late)).isGreaterThan(3);
        assertThat(late.stream()
                        .mapToDouble(ContextMixer.Cost::mixture)
                        .average()
                        .orElseThrow())
                .isLessThan(0.1);
    }

    @Test
    void aNetworkThatKnowsNothingCostsLittle() {
        float[] network = new float[SYMBOLS];
        Arrays.fill(network, 1f / SYMBOLS);
        List<ContextMixer.Cost> costs = costs(text(3000, SYMBOLS, 1), VOCABULARY, symbol -> network);
        List<ContextMixer.Cost> late = costs.subList(2000, 2999);
        assertThat(late.stream()
                        .mapToDouble(ContextMixer.Cost::mixture)
                        .average()
                        .orElseThrow())
                .isCloseTo(mean(late), within(0.01));
    }

    /** Names after random punctuation, of which ever other symbols precede a name; at least 0.84 nats per character. */
    @Test
    void namesAreKnownAfterAnyPunctuation() {
        int firstLetter = VOCABULARY.indexOf('A');
        int firstMark = VOCABULARY.indexOf(':');
        Random random = new Random(12);
        int[][] names = new int[30][];
        Arrays.setAll(names, i -> random.ints(8, firstLetter, SYMBOLS).toArray());
        int[] text = IntStream.range(0, 4000)
                .flatMap(i -> IntStream.concat(
                        random.ints(3, firstMark, firstLetter), Arrays.stream(names[random.nextInt(names.length)])))
                .limit(12_000)
                .toArray();
        Vocabulary withoutWords = new Vocabulary(
                IntStream.range(0x2200, 0x2200 + SYMBOLS - 1).boxed().toList());
        float[] network = distribution(random, SYMBOLS);
        double known = mean(costs(text, VOCABULARY, symbol -> network).subList(6000, 11_999));
        double unknown = mean(costs(text, withoutWords, symbol -> network).subList(6000, 11_999));
        assertThat(known).isLessThan(0.97 * unknown);
    }

    @Test
    void cacheCostDoesNotDependOnTheNetwork() {
        int[] text = text(1000, SYMBOLS, 1);
        ContextMixer one = new ContextMixer(VOCABULARY, text.length);
        ContextMixer other = new ContextMixer(VOCABULARY, text.length);
        for (int symbol : text) {
            float[] sure = new float[SYMBOLS];
            sure[symbol] = 1;
            float[] vague = distribution(new Random(symbol), SYMBOLS);
            assertThat(one.code(symbol, sure, 0).cache())
                    .isEqualTo(other.code(symbol, vague, 0).cache());
        }
    }

    @Test
    void textReadBeforeLowersTheCost() {
        int[] text = text(500, SYMBOLS, 1);
        byte[] before = new byte[6000];
        int[] other = text(6000, SYMBOLS, 2);
        for (int i = 0; i < before.length; i++) {
            before[i] = (byte) other[i];
        }
        ContextMixer cache = new ContextMixer(VOCABULARY, before.length + text.length);
        cache.read(EncodedTexts.ofBytes(before), 0, before.length, done -> {});
        double primed = 0;
        for (int symbol : text) {
            primed +=
                    cache.code(symbol, distribution(new Random(1), SYMBOLS), 0).cache() / text.length;
        }
        assertThat(primed).isLessThan(0.4);
        assertThat(mean(costs(text, SYMBOLS))).isGreaterThan(2 * primed);
    }

    /** Copies of a cache read on as if each had read the whole text alone; the cache itself does not change. */
    @Test
    void copiesAreIndependent() {
        int[] before = text(3000, SYMBOLS, 1);
        int[][] after = {text(700, SYMBOLS, 2), text(700, SYMBOLS, 3)};
        ContextMixer cache = cacheOf(before);
        ContextMixer first = cache.copy();
        ContextMixer second = cache.copy();
        Random random = new Random(9);
        for (int i = 0; i < 350; i++) {
            float[] network = distribution(random, SYMBOLS);
            first.code(after[0][i], network, 0);
            second.code(after[1][i], network, 0);
        }
        ContextMixer third = first.copy();
        ContextMixer[] alone = {cacheOf(before), cacheOf(before)};
        random = new Random(9);
        for (int i = 0; i < 700; i++) {
            float[] network = distribution(random, SYMBOLS);
            for (int k = 0; k < alone.length; k++) {
                ContextMixer.Cost cost = alone[k].code(after[k][i], network, 0);
                if (i >= 350) {
                    assertThat((k == 0 ? first : second).code(after[k][i], network, 0))
                            .isEqualTo(cost);
                }
            }
            if (i >= 350) { // the copy of a copy diverges at once
                third.code(after[1][i], network, 0);
            }
        }
        float[] network = distribution(random, SYMBOLS);
        assertThat(cache.code(after[0][0], network, 0))
                .isEqualTo(cacheOf(before).code(after[0][0], network, 0));
    }

    /** A text that is only counted leaves calibrations and weights as they were. */
    @Test
    void longTextIsReadQuicklyButForItsLastPart() {
        int counted = 50_000;
        byte[] text = bytes(text(ContextMixer.LEARNED_CHARS + counted, SYMBOLS, 1));
        EncodedText encoded = EncodedTexts.ofBytes(text);
        ContextMixer quick = new ContextMixer(VOCABULARY, text.length);
        List<Long> done = new ArrayList<>();
        quick.readQuickly(encoded, text.length, done::add);
        assertThat(done).isSorted().endsWith((long) text.length);

        ContextMixer full = new ContextMixer(VOCABULARY, text.length);
        full.read(encoded, 0, text.length, read -> {});
        // The same counts, and calibrations that have learned a million characters.
        int[] next = text(3000, SYMBOLS, 2);
        double difference = mean(codes(quick, next)) - mean(codes(full, next));
        assertThat(difference).isCloseTo(0, within(0.005));
    }

    @Test
    void aCopyIsNeitherReadQuicklyNorWritten() {
        ContextMixer copy = new ContextMixer(VOCABULARY, 5000).copy();
        EncodedText text = EncodedTexts.ofBytes(new byte[10]);
        assertThatIllegalStateException().isThrownBy(() -> copy.readQuickly(text, 10, done -> {}));
        assertThatIllegalStateException().isThrownBy(() -> state(copy));
    }

    @Test
    void shortTextIsReadQuicklyAsByReading() throws IOException {
        byte[] text = bytes(text(3000, SYMBOLS, 1));
        ContextMixer quick = new ContextMixer(VOCABULARY, 5000);
        quick.readQuickly(EncodedTexts.ofBytes(text), text.length, done -> {});
        ContextMixer full = new ContextMixer(VOCABULARY, 5000);
        full.read(EncodedTexts.ofBytes(text), 0, text.length, done -> {});
        assertThat(state(quick)).isEqualTo(state(full));
    }

    /** Also if the cache reads on after it was saved, and after it was loaded. */
    @Test
    void aLoadedCachePredictsAsTheSavedOne() throws IOException {
        int[] text = text(3000, SYMBOLS, 1);
        ContextMixer saved = cacheOf(text);
        byte[] state = state(saved);
        ContextMixer loaded = ContextMixer.read(stream(state), VOCABULARY, state.length);
        assertThat(loaded.capacity()).isEqualTo(saved.capacity());
        assertThat(state(loaded)).isEqualTo(state);
        int[] next = text(2000, SYMBOLS, 2);
        assertThat(codes(loaded, next)).isEqualTo(codes(saved, next));
        assertThat(codes(loaded.copy(), next)).isEqualTo(codes(saved.copy(), next));
        assertThat(codes(loaded, next)).isNotEqualTo(codes(new ContextMixer(VOCABULARY, 5000), next));
    }

    @Test
    void aStateThatWasCutOrChangedIsRefusedOrHarmless() throws IOException {
        byte[] state = state(cacheOf(text(3000, SYMBOLS, 1)));
        Random random = new Random(12);
        for (int i = 0; i < 60; i++) {
            byte[] damaged = Arrays.copyOf(state, i % 2 == 0 ? random.nextInt(state.length) : state.length);
            int at = random.nextInt(i % 3 == 0 ? 8 : damaged.length + 8); // often in a size or before the tables
            for (int k = at; k < Math.min(damaged.length, at + 1 + random.nextInt(20)); k++) {
                damaged[k] = (byte) random.nextInt();
            }
            try {
                ContextMixer cache = ContextMixer.read(stream(damaged), VOCABULARY, damaged.length);
                codes(cache, text(300, SYMBOLS, 2))
                        .forEach(cost -> assertThat(cost.mixture()).isFinite());
                assertThat(damaged).hasSameSizeAs(state);
            } catch (IOException refused) {
                assertThat(damaged).isNotEqualTo(state);
            }
        }
    }

    private static byte[] state(ContextMixer cache) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        cache.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static DataInputStream stream(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    private static byte[] bytes(int[] text) {
        byte[] bytes = new byte[text.length];
        for (int i = 0; i < text.length; i++) {
            bytes[i] = (byte) text[i];
        }
        return bytes;
    }

    private static List<ContextMixer.Cost> codes(ContextMixer cache, int[] text) {
        Random random = new Random(11);
        return Arrays.stream(text)
                .mapToObj(symbol -> cache.code(symbol, distribution(random, SYMBOLS), 0))
                .toList();
    }

    private static ContextMixer cacheOf(int[] text) {
        Random random = new Random(10);
        ContextMixer cache = new ContextMixer(VOCABULARY, 5000);
        cache.add(text[0]);
        for (int i = 1; i < text.length; i++) {
            cache.code(text[i], distribution(random, SYMBOLS), 0);
        }
        return cache;
    }
}
