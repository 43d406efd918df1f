package charrnn.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BatchGeneratorTest {
    private record Job(String prime, long seed, int length, String stop) {}

    /** What comes next depends on the last character, and every character may. */
    private static FakeLanguageModel chain() {
        return new FakeLanguageModel("abcd\n", last -> {
            double[] next = new double[6];
            for (int i = 0; i < next.length; i++) {
                next[i] = 1.0 + (last * 7 + i * 5) % 6;
            }
            return next;
        });
    }

    private static Sampler sampler() {
        return new SamplingOptions(1, 1, 0, 1, 1, 1, "").sampler();
    }

    private static String alone(Job job) {
        StringBuilder text = new StringBuilder();
        FinishReason end = new TextGenerator(chain(), sampler(), new SplittableRandom(job.seed))
                .generate(job.prime, job.length, job.stop, text::appendCodePoint);
        return text + " " + end;
    }

    private static List<Job> jobs() {
        SplittableRandom random = new SplittableRandom(5);
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String prime = "abcd\nx".repeat(3).substring(random.nextInt(18));
            String stop = List.of("", "", "ab", "dcd").get(random.nextInt(4));
            jobs.add(new Job(random.nextInt(9) == 0 ? "" : prime, i, random.nextInt(40), stop));
        }
        return jobs;
    }

    /** Primes and lengths differ, texts begin while others are under way. */
    @Test
    void everyTextIsWhatItIsAlone() {
        List<Job> jobs = jobs();
        FakeBatchLanguageModel model = new FakeBatchLanguageModel(BatchGeneratorTest::chain);
        BatchGenerator generator = new BatchGenerator(model, sampler());
        StringBuilder[] texts = new StringBuilder[jobs.size()];
        Arrays.setAll(texts, i -> new StringBuilder());
        for (int i = 0; i < jobs.size(); i++) {
            StringBuilder text = texts[i];
            Job job = jobs.get(i);
            generator.begin(
                    job.prime,
                    new SplittableRandom(job.seed),
                    job.length,
                    job.stop,
                    text::appendCodePoint,
                    end -> text.append(' ').append(end));
            assertThat(model.size()).isEqualTo(generator.texts());
            if (i % 3 == 0 && generator.texts() > 0) {
                generator.step();
            }
        }
        while (generator.texts() > 0) {
            generator.step();
        }
        assertThat(texts)
                .extracting(StringBuilder::toString)
                .containsExactlyElementsOf(
                        jobs.stream().map(BatchGeneratorTest::alone).toList());
        assertThat(model.size()).isZero();
    }

    @Test
    void aTextWithoutCharactersEndsAtOnce() {
        BatchGenerator generator = new BatchGenerator(new FakeBatchLanguageModel(BatchGeneratorTest::chain), sampler());
        List<FinishReason> ends = new ArrayList<>();
        generator.begin("a", new SplittableRandom(1), 0, "", codePoint -> {}, ends::add);
        assertThat(ends).containsExactly(FinishReason.LENGTH);
        assertThat(generator.texts()).isZero();
    }

    @Test
    void aModelInUseIsRefused() {
        FakeBatchLanguageModel model = new FakeBatchLanguageModel(BatchGeneratorTest::chain);
        model.add();
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchGenerator(model, sampler()));
    }
}
