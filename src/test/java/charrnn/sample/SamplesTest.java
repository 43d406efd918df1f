package charrnn.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
import charrnn.sample.Samples.Sample;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplesTest {
    private static final double[] PROBABILITIES = {0.1, 0.4, 0.3, 0.15, 0.05};

    private static FakeLanguageModel model() {
        return FakeLanguageModel.constant("abcd", PROBABILITIES);
    }

    /** All samples. They come in their order, each with its text in pieces and then as a whole. */
    private static List<Sample> samples(SamplingOptions options, int bestOf) {
        List<Sample> samples = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Samples.Listener listener = new Samples.Listener() {
            @Override
            public void accept(List<Token> tokens) {
                assertThat(tokens).isNotEmpty();
                tokens.forEach(token -> text.appendCodePoint(token.codePoint()));
            }

            @Override
            public void complete(Sample sample) {
                assertThat(sample.number()).isEqualTo(samples.size());
                assertThat(text).hasToString(sample.text());
                text.setLength(0);
                samples.add(sample);
            }
        };
        new Samples(model(), options, LogitsProcessorFactory.NONE, "a", bestOf, listener).generate();
        assertThat(samples).hasSize(options.count());
        return samples;
    }

    private static List<String> written(SamplingOptions options, int bestOf) {
        return samples(options, bestOf).stream().map(Sample::text).toList();
    }

    private static SamplingOptions options(long seed, int count) {
        return new SamplingOptions(20, 1.5, 0, 1, seed, count, "");
    }

    private static double bits(String text) {
        return text.chars()
                .mapToDouble(c -> -Math.log(PROBABILITIES[c - 'a' + 1]))
                .sum();
    }

    @Test
    void samplesEqualTheTextsOfTheirSeeds() {
        List<String> all = written(options(5, 150), 1);
        assertThat(all).hasSize(150).doesNotHaveDuplicates();
        assertThat(written(options(25, 3), 1)).isEqualTo(all.subList(20, 23));
    }

    /** The choice uses the model's own probabilities, not those after the temperature. */
    @Test
    void theCandidateWithTheFewestBitsIsTaken() {
        List<String> candidates = written(options(5, 150), 1);
        List<String> best = written(options(5, 30), 5);
        assertThat(best).hasSize(30);
        for (int sample = 0; sample < 30; sample++) {
            List<String> own = candidates.subList(5 * sample, 5 * sample + 5);
            String taken = best.get(sample);
            assertThat(own).contains(taken);
            assertThat(own).allSatisfy(other -> assertThat(bits(taken)).isLessThanOrEqualTo(bits(other) + 1e-6));
        }
    }

    /** Each seed alone gives its sample again, and the bits do not include the stop string. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void eachSampleReportsItsSeedAndItsBits(int bestOf) {
        SamplingOptions options = new SamplingOptions(30, 1.5, 0, 1, 7, 20, "bc");
        List<Sample> samples = samples(options, bestOf);
        assertThat(samples).extracting(Sample::reason).contains(FinishReason.STOP);
        for (Sample sample : samples) {
            long seed = sample.seed().orElseThrow();
            long first = 7L + (long) sample.number() * bestOf;
            assertThat(seed).isBetween(first, first + bestOf - 1);
            assertThat(sample.bits()).isCloseTo(bits(sample.text()) / Math.log(2), within(1e-4));
            int offset = Math.toIntExact(seed - 7);
            assertThat(FinishedText.of(model(), options.request("a", offset, LogitsProcessorFactory.NONE))
                            .text())
                    .isEqualTo(sample.text());
        }
    }

    /** The first sample is received as it is generated, the others are kept until it is complete. */
    @Test
    void eachSampleIsReceivedWhenAllEarlierOnesAreComplete() {
        List<Integer> pieces = new ArrayList<>();
        Samples.Listener listener = new Samples.Listener() {
            @Override
            public void accept(List<Token> tokens) {
                pieces.add(tokens.size());
            }

            @Override
            public void complete(Sample sample) {
                pieces.add(0);
            }
        };
        SamplingOptions options = new SamplingOptions(4, 1, 0, 1, 1, 3, "");
        new Samples(model(), options, LogitsProcessorFactory.NONE, "a", 1, listener).generate();
        assertThat(pieces).startsWith(1, 1, 1).endsWith(0);
        assertThat(pieces.stream().mapToInt(Integer::intValue).sum()).isEqualTo(12);
    }

    @Test
    void samplesWithoutCharactersAreComplete() {
        assertThat(written(new SamplingOptions(0, 1, 0, 1, 1, 7, ""), 1)).containsOnly("");
        assertThat(written(new SamplingOptions(0, 1, 0, 1, 1, 7, ""), 3)).containsOnly("");
    }
}
