package charrnn.tools.serve.decode;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.model.StreamingNetwork;
import charrnn.model.TestNetworks;
import charrnn.sample.FinishedText;
import charrnn.sample.GeneratedText;
import charrnn.sample.TextGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A text is the same in a batch with others as alone, up to rounding of its probabilities. */
class BatchIndependenceTest {
    private static final int TRIALS = 1000;
    private static final int MOST = 32;

    private record Trial(long seed, FinishedText.Recorder recorder, GeneratedText text) {}

    private final SplittableRandom random = new SplittableRandom(11);
    private final Set<Integer> sizes = new TreeSet<>();

    /** Counts the texts of a batch that differ from the same texts generated alone. */
    private int differences(Supplier<LanguageModel> models) {
        int differences = 0;
        for (Trial trial : batch(models.get())) {
            FinishedText alone = FinishedText.of(models.get(), Requests.random(trial.seed, HashModel.CHARACTERS));
            differences += trial.recorder.finished().equals(alone) ? 0 : 1;
        }
        return differences;
    }

    /** Runs all trials in one batch, which other texts join and leave; some are removed. */
    private List<Trial> batch(LanguageModel model) {
        TextGenerator generator = new TextGenerator(model);
        List<Trial> trials = new ArrayList<>();
        List<Trial> others = new ArrayList<>();
        int size = 2;
        while (trials.size() < TRIALS || !trials.stream().allMatch(trial -> trial.recorder.isComplete())) {
            size = random.nextInt(8) == 0 ? 2 + random.nextInt(MOST - 1) : size;
            while (generator.size() < size) {
                boolean isTrial = trials.size() < TRIALS && random.nextInt(3) > 0;
                join(generator, isTrial ? trials : others, isTrial ? trials.size() : -1L - others.size());
            }
            sizes.add(generator.size());
            generator.step();
            others.removeIf(other -> other.recorder.isComplete());
            if (!others.isEmpty() && random.nextInt(4) == 0) {
                generator.remove(others.remove(random.nextInt(others.size())).text);
            }
        }
        return trials;
    }

    private static void join(TextGenerator generator, List<Trial> trials, long seed) {
        FinishedText.Recorder recorder = new FinishedText.Recorder();
        GeneratedText text = generator.add(Requests.random(seed, HashModel.CHARACTERS), recorder);
        trials.add(new Trial(seed, recorder, text));
    }

    @Test
    void textsOfAHashModelEqualThoseAlone() {
        assertThat(differences(HashModel::new)).isZero();
        assertThat(sizes).contains(2, 3, 15, 16, 17, 31, 32);
    }

    /** A negative control of the other tests. */
    @Test
    void dependentStreamsAreDetected() {
        assertThat(differences(() -> new HashModel(0, true))).isGreaterThan(TRIALS / 2);
    }

    /** Where rows of a product depend on their number in the last bits, a few texts differ. */
    @Test
    void textsOfANetworkEqualThoseAloneUpToRounding() {
        Vocabulary vocabulary = EncodedTexts.vocabulary(HashModel.CHARACTERS);
        StreamingNetwork network = TestNetworks.of(vocabulary.size(), "model: {hidden: [12, 9]}");
        network.params().muli(4); // so that the probabilities depend more on the text
        assertThat(differences(() -> LanguageModel.of(network, vocabulary))).isLessThan(TRIALS / 50);
        assertThat(sizes).contains(2, 16, 17, 32);
    }
}
