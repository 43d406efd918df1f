package charrnn.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.Samples.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private static final double[] PROBABILITIES = {0.1, 0.4, 0.3, 0.15, 0.05};

    private static FakeLanguageModel model() {
        return FakeLanguageModel.constant("abcd", PROBABILITIES);
    }

    /** Numbers of the characters of the last samples that were received at once. */
    private final List<Integer> pieces = new ArrayList<>();

    /** All samples. They come in their order, each with its text in pieces and then as a whole. */
    private List<Sample> samples(SamplingOptions options) {
        List<Sample> samples = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Samples.Listener listener = new Samples.Listener() {
            @Override
            public void accept(List<Token> tokens) {
                assertThat(tokens).isNotEmpty();
                text.append(Token.text(tokens));
                pieces.add(tokens.size());
            }

            @Override
            public void complete(Sample sample) {
                assertThat(sample.number()).isEqualTo(samples.size());
                assertThat(text).hasToString(sample.text());
                text.setLength(0);
                samples.add(sample);
            }
        };
        new Samples(model(), options, Constraint.NONE, "a", listener).generate();
        assertThat(samples).hasSize(options.count());
        return samples;
    }

    private static double bits(String text) {
        return text.chars()
                .mapToDouble(c -> -Math.log(PROBABILITIES[c - 'a' + 1]))
                .sum();
    }

    /** Each seed alone gives its sample again, and the bits do not include the stop string. */
    @Test
    void eachSampleReportsItsSeedAndItsBits() {
        SamplingOptions options = new SamplingOptions(30, 1.5, 0, 1, 7, 150, "bc");
        List<Sample> samples = samples(options);
        assertThat(samples).extracting(Sample::reason).contains(FinishReason.STOP);
        for (Sample sample : samples) {
            int number = sample.number();
            assertThat(sample.seed()).isEqualTo(7L + number);
            assertThat(sample.bits()).isCloseTo(bits(sample.text()) / Math.log(2), within(1e-4));
            assertThat(FinishedText.of(model(), options.request("a", number, Constraint.NONE))
                            .text())
                    .isEqualTo(sample.text());
        }
    }

    /** The first sample is received as it is generated, the others are kept until it is complete. */
    @Test
    void eachSampleIsReceivedWhenAllEarlierOnesAreComplete() {
        samples(new SamplingOptions(4, 1, 0, 1, 1, 3, ""));
        assertThat(pieces).startsWith(1, 1, 1);
        assertThat(pieces.stream().mapToInt(Integer::intValue).sum()).isEqualTo(12);
    }

    @Test
    void optionsWithoutAValueHaveTheDeclaredDefault() {
        assertThat(SamplingOptions.of(Map.of("topK", 3, "minP", 0.5), 10, 5, 2, "x"))
                .isEqualTo(new SamplingOptions(10, 0.7, 3, 1, 0.5, 5, 2, "x"));
    }

    @Test
    void samplesWithoutCharactersAreComplete() {
        assertThat(samples(new SamplingOptions(0, 1, 0, 1, 1, 7, "")))
                .extracting(Sample::text)
                .containsOnly("");
    }
}
