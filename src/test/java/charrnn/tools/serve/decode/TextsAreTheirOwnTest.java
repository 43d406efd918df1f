package charrnn.tools.serve.decode;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.model.NetworkLanguageModel;
import charrnn.model.Networks;
import charrnn.model.StreamingNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a text becomes does not depend on those beside it. */
class TextsAreTheirOwnTest {
    private static final int TRIALS = 1000;
    private static final int MOST = 32;

    private record Trial(long seed, Heard heard, ScheduledText text) {}

    private final SplittableRandom random = new SplittableRandom(11);
    private final Set<Integer> sizes = new TreeSet<>();

    /** How many of the trials' texts are others in company than alone. */
    private int differences(Supplier<LanguageModel> models) {
        List<Trial> trials = company(models.get());
        int differences = 0;
        for (Trial trial : trials) {
            String together = trial.heard.text() + " " + trial.heard.finish().orElseThrow();
            String alone = Orders.alone(Orders.random(trial.seed, FakeModel.CHARACTERS), models.get());
            differences += together.equals(alone) ? 0 : 1;
        }
        return differences;
    }

    /** All trials in one batch, where other texts join and leave, some before they are complete, and some are parked. */
    private List<Trial> company(LanguageModel model) {
        Batch batch = new Batch(model, () -> {});
        List<Trial> trials = new ArrayList<>();
        List<Trial> others = new ArrayList<>();
        int wanted = 2;
        while (trials.size() < TRIALS || batch.size() > 1) {
            wanted = random.nextInt(8) == 0 ? 2 + random.nextInt(MOST - 1) : wanted;
            while (batch.size() < wanted) {
                boolean counts = trials.size() < TRIALS && random.nextInt(3) > 0;
                join(batch, counts ? trials : others, counts ? trials.size() : -1L - others.size());
            }
            sizes.add(batch.size() - batch.parked());
            batch.step(0);
            trials.get(random.nextInt(trials.size())).heard.behind(random.nextBoolean());
            batch.park(random.nextInt(3), MOST);
            batch.resume(random.nextInt(3), random.nextBoolean());
            if (!others.isEmpty() && random.nextInt(4) == 0) {
                others.get(random.nextInt(others.size())).text.cancel();
            }
            if (trials.size() == TRIALS
                    && trials.stream().allMatch(t -> t.heard.finish().isPresent())) {
                break;
            }
        }
        return trials;
    }

    private static void join(Batch batch, List<Trial> trials, long seed) {
        Heard heard = new Heard();
        ScheduledText text =
                new ScheduledText(Orders.MODEL, Orders.random(seed, FakeModel.CHARACTERS), heard, Long.MAX_VALUE);
        trials.add(new Trial(seed, heard, text));
        batch.join(text);
    }

    @Test
    void ofAFakeModel() {
        assertThat(differences(FakeModel::new)).isZero();
        assertThat(sizes).contains(2, 3, 15, 16, 17, 31, 32);
    }

    /** Were streams to feel each other, the test above would tell. */
    @Test
    void controlAModelWhoseStreamsFeelEachOtherIsFoundOut() {
        assertThat(differences(() -> new FakeModel(0, true))).isGreaterThan(TRIALS / 2);
    }

    @Test
    void ofANetwork() {
        Config config = ConfigLoader.parse("model: {hidden: [12, 9]}", "test", List.of());
        Vocabulary vocabulary =
                new Vocabulary(FakeModel.CHARACTERS.codePoints().boxed().toList());
        StreamingNetwork network = Networks.create(config.model(), config.training(), vocabulary.size());
        network.params().muli(4); // so that what was read tells
        assertThat(differences(() -> new NetworkLanguageModel(network, vocabulary)))
                .isZero();
        assertThat(sizes).contains(2, 16, 17, 32);
    }
}
