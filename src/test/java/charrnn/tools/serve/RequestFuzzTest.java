package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.corpus.Vocabulary;
import charrnn.fuzz.Refusals;
import charrnn.sample.GenerationRequest;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Whatever a body holds: it is refused in readable words, or asks for texts within the limits. */
class RequestFuzzTest {
    private static final Vocabulary VOCABULARY = new Vocabulary("\n\t \"#'()*/0123456789;[]{}abcdefghijklmnopqrstuvwxyz"
            .codePoints()
            .boxed()
            .toList());
    private static final Limits LIMITS = new Limits(8, 8, 100, 1000, 60, 10);

    @FuzzTest
    void text(byte[] body) {
        String text;
        try {
            text = Scores.read(new Json(LIMITS.bodyBytes()).read(ByteBuffer.wrap(body)));
        } catch (ApiException refusal) {
            Refusals.assertReadable(refusal.getMessage());
            assertThat(refusal.status()).isEqualTo(400);
            return;
        }
        assertThat(text.codePointCount(0, text.length())).isBetween(1, 20_000);
    }

    @FuzzTest
    void request(byte[] body) {
        List<GenerationRequest> orders;
        try {
            orders = new CompletionFields(LIMITS, Field.model(List.of("m")), new SplittableRandom(1))
                    .read(new Json(LIMITS.bodyBytes()).read(ByteBuffer.wrap(body)))
                    .texts(VOCABULARY);
        } catch (ApiException refusal) {
            Refusals.assertReadable(refusal.getMessage());
            assertThat(Set.of(400, 404)).contains(refusal.status());
            return;
        }
        assertThat(orders).hasSizeBetween(1, LIMITS.texts());
        assertThat(orders.stream().mapToLong(RequestFuzzTest::kept).sum()).isBetween(0L, (long) LIMITS.budget());
        assertThat(orders).allMatch(order -> order.prime().length() <= 2 * LIMITS.promptChars());
    }

    /** Characters that are kept of a text, those that could have come among them. */
    private static long kept(GenerationRequest order) {
        String prompt = order.prime();
        long characters = order.length() + (order.echo() ? prompt.codePointCount(0, prompt.length()) : 0);
        return characters * Math.max(1, 1 + order.likeliest());
    }
}
