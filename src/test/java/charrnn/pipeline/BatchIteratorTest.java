package charrnn.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.corpus.Corpus;
import charrnn.corpus.EncodedText;
import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Split;
import charrnn.corpus.Vocabulary;
import charrnn.match.InputEncoding;
import charrnn.match.InputReader;
import charrnn.message.UserError;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class BatchIteratorTest {
    private static final int VOCABULARY = 11;
    private static final InputEncoding INPUT = new InputEncoding(VOCABULARY, 0, false);

    private static EncodedText text(int length) {
        return EncodedTexts.ofIndices(new Random(3).ints(length, 0, VOCABULARY).toArray());
    }

    @Test
    void segmentsAreTheTextAndLabelsAreTheNextCharacter() {
        StreamPlan plan = new StreamPlan(text(100), 3, 4, 0, Optional.empty(), 5);
        BatchIterator iterator = new BatchIterator(new EpochSegments(plan, INPUT, 2, 0));
        int segment = 0;
        while (iterator.hasNext()) {
            DataSet batch = iterator.next();
            assertThat(batch.getFeatures().shape()).containsExactly(3, VOCABULARY, 4);
            assertThat(batch.getLabels().shape()).containsExactly(3, VOCABULARY, 4);
            for (int stream = 0; stream < 3; stream++) {
                int[] text = plan.text().read(plan.start(2, segment, stream), 5);
                for (int t = 0; t < 4; t++) {
                    assertThat(ones(batch.getFeatures(), stream, t)).containsExactly(text[t]);
                    assertThat(ones(batch.getLabels(), stream, t)).containsExactly(text[t + 1]);
                }
            }
            segment++;
        }
        assertThat(segment).isEqualTo(plan.segmentsPerEpoch()).isEqualTo(8);
    }

    private static EncodedText words() {
        Vocabulary vocabulary = EncodedTexts.vocabulary("abcdefghi ");
        SplittableRandom random = new SplittableRandom(1);
        return EncodedTexts.ofFiles(
                vocabulary,
                IntStream.generate(() -> random.nextInt(4) == 0 ? 1 : random.nextInt(1, VOCABULARY))
                        .limit(3000)
                        .toArray());
    }

    /** The character, two ones for each match, and seven for names. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void matchesStandBesideTheCharacter(double hidden) {
        InputEncoding encoding = new InputEncoding(VOCABULARY, 2, true);
        StreamPlan plan = new StreamPlan(words(), 3, 8, hidden, Optional.empty(), 5);
        BatchIterator iterator = new BatchIterator(new EpochSegments(plan, encoding, 1, 2));
        for (int segment = 2; iterator.hasNext(); segment++) {
            INDArray features = iterator.next().getFeatures();
            assertThat(features.shape()).containsExactly(3, encoding.size(), 8);
            for (int stream = 0; stream < 3; stream++) {
                int[] expected = new InputReader(plan.text(), encoding).read(plan.start(1, segment, stream), 8);
                if (plan.hidesMatches(1, segment, stream)) {
                    encoding.hide(expected, 0, 8);
                }
                for (int t = 0; t < 8; t++) {
                    assertThat(ones(features, stream, t))
                            .containsExactlyInAnyOrder(Arrays.copyOfRange(
                                    expected, t * encoding.activeInputs(), (t + 1) * encoding.activeInputs()));
                }
            }
        }
    }

    /** The places of the ones of a vector that has only ones and zeros. */
    private static int[] ones(INDArray array, int stream, int time) {
        return IntStream.range(0, (int) array.size(1))
                .peek(i -> assertThat(array.getFloat(stream, i, time)).isIn(0f, 1f))
                .filter(i -> array.getFloat(stream, i, time) == 1)
                .toArray();
    }

    @Test
    void aFailureWhileTheNextSegmentIsPreparedReachesTheCaller() {
        StreamPlan plan = new StreamPlan(text(100), 3, 4, 0, Optional.empty(), 5);
        Segments whole = new EpochSegments(plan, INPUT, 0, 0);
        UserError failure = new UserError("the text was cut off");
        Segments failing = (Segments) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Segments.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("targets") && arguments[0].equals(1)) {
                        throw failure;
                    }
                    return method.invoke(whole, arguments);
                });
        BatchIterator iterator = new BatchIterator(failing);
        iterator.next();
        assertThatThrownBy(iterator::next).isSameAs(failure);
    }

    @Test
    void segmentsContinueTheirStreamAndStreamsDoNotOverlap() {
        StreamPlan plan = new StreamPlan(text(1000), 4, 7, 0, Optional.empty(), 1);
        for (int epoch = 0; epoch < 50; epoch++) {
            TreeSet<Long> seen = new TreeSet<>();
            for (int stream = 0; stream < 4; stream++) {
                for (int segment = 0; segment < plan.segmentsPerEpoch(); segment++) {
                    long start = plan.start(epoch, segment, stream);
                    assertThat(start).isEqualTo(plan.start(epoch, 0, stream) + 7L * segment);
                    LongStream.range(start, start + 7)
                            .forEach(i -> assertThat(seen.add(i)).isTrue());
                }
            }
            assertThat(seen.first()).isNotNegative();
            assertThat(seen.last() + 1).as("the last label").isLessThan(1000);
        }
    }

    @Test
    void everyCharacterIsReadInSomeEpoch() {
        StreamPlan plan = new StreamPlan(text(100), 3, 9, 0, Optional.empty(), 1);
        TreeSet<Long> read = new TreeSet<>();
        for (int epoch = 0; epoch < 400; epoch++) {
            for (int stream = 0; stream < 3; stream++) {
                long start = plan.start(epoch, 0, stream);
                LongStream.range(start, start + plan.segmentsPerEpoch() * 9).forEach(read::add);
            }
        }
        assertThat(read).hasSize(99);
    }

    @Test
    void aBatchThatNoArrayHoldsIsRefused() {
        Config config = ConfigLoader.parse(
                "{model: {hidden: 1}, training: {batchSize: 4096, sequenceLength: 4096}}", "x.yaml", List.of());
        Split split = new Split(List.of(new Split.Piece("a.c", Split.Part.TRAIN, 0, 1, "")));
        Corpus corpus = new Corpus(text(9), text(9), text(9), EncodedTexts.vocabulary(31), split, 0, 0);
        assertThatThrownBy(() -> StreamPlan.of(config, corpus))
                .isInstanceOf(UserError.class)
                .hasMessage("training.batchSize × training.sequenceLength × the network's 32 inputs is 536870912, but"
                        + " must be at most 536870911: take a smaller batch, shorter sequences or a smaller"
                        + " corpus.vocabulary.maxSize");
    }

    @Test
    void tooShortTextIsRefused() {
        assertThatThrownBy(() -> new StreamPlan(text(100), 10, 10, 0, Optional.empty(), 1))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "the training text has 100 characters, but training.batchSize 10 × training.sequenceLength 10"
                                + " needs at least 101: take a longer text, a smaller batch or shorter sequences");
        assertThat(new StreamPlan(text(101), 10, 10, 0, Optional.empty(), 1).segmentsPerEpoch())
                .isEqualTo(1);
    }
}
