package charrnn.tools.serve.decode;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.model.Networks;
import charrnn.model.StreamingNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A text is the same in a batch with others as alone. */
class BatchIndependenceTest {
    private static final int TRIALS = 1000;
    private static final int MOST = 32;

    private record Trial(long seed, RecordingListener listener, ScheduledText text) {}

    private final SplittableRandom random = new SplittableRandom(11);
    private final Set<Integer> sizes = new TreeSet<>();

    /** Counts the texts of a batch that differ from the same texts generated alone. */
    private int differences(Supplier<LanguageModel> models) {
        List<Trial> trials = batch(models.get());
        int differences = 0;
        for (Trial trial : trials) {
            String inBatch =
                    trial.listener.text() + " " + trial.listener.outcome().orElseThrow();
            String alone = Requests.alone(Requests.random(trial.seed, FakeModel.CHARACTERS), models.get());
            differences += inBatch.equals(alone) ? 0 : 1;
        }
        return differences;
    }

    /** Runs all trials in one batch, which other texts join and leave; some are cancelled, and some are parked. */
    private List<Trial> batch(LanguageModel model) {
        Batch batch = new Batch(model, () -> {});
        List<Trial> trials = new ArrayList<>();
        List<Trial> others = new ArrayList<>();
        int size = 2;
        while (trials.size() < TRIALS || batch.size() > 1) {
            size = random.nextInt(8) == 0 ? 2 + random.nextInt(MOST - 1) : size;
            while (batch.size() < size) {
                boolean isTrial = trials.size() < TRIALS && random.nextInt(3) > 0;
                join(batch, isTrial ? trials : others, isTrial ? trials.size() : -1L - others.size());
            }
            sizes.add(batch.size() - batch.parked());
            batch.step(0);
            trials.get(random.nextInt(trials.size())).listener.behind(random.nextBoolean());
            batch.park(random.nextInt(3), MOST);
            batch.resume(random.nextInt(3), random.nextBoolean());
            if (!others.isEmpty() && random.nextInt(4) == 0) {
                others.get(random.nextInt(others.size())).text.cancel();
            }
            if (trials.size() == TRIALS
                    && trials.stream().allMatch(t -> t.listener.outcome().isPresent())) {
                break;
            }
        }
        return trials;
    }

    private static void join(Batch batch, List<Trial> trials, long seed) {
        RecordingListener listener = new RecordingListener();
        ScheduledText text = new ScheduledText(
                Requests.MODEL, Requests.random(seed, FakeModel.CHARACTERS), listener, Long.MAX_VALUE);
        trials.add(new Trial(seed, listener, text));
        batch.join(text);
    }

    @Test
    void textsOfAFakeModelEqualThoseAlone() {
        assertThat(differences(FakeModel::new)).isZero();
        assertThat(sizes).contains(2, 3, 15, 16, 17, 31, 32);
    }

    /** A negative control of the other tests. */
    @Test
    void dependentStreamsAreDetected() {
        assertThat(differences(() -> new FakeModel(0, true))).isGreaterThan(TRIALS / 2);
    }

    @Test
    void textsOfANetworkEqualThoseAlone() {
        Config config = ConfigLoader.parse("model: {hidden: [12, 9]}", "test", List.of());
        Vocabulary vocabulary =
                new Vocabulary(FakeModel.CHARACTERS.codePoints().boxed().toList());
        StreamingNetwork network = Networks.create(config.model(), config.training(), vocabulary.size());
        network.params().muli(4); // so that the probabilities depend more on the text
        assertThat(differences(() -> LanguageModel.of(network, vocabulary))).isZero();
        assertThat(sizes).contains(2, 16, 17, 32);
    }
}
