package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.corpus.Vocabulary;
import charrnn.fuzz.Refusals;
import charrnn.sample.GenerationRequest;
import charrnn.tools.complete.Completer.Request;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/** Any body is refused with a readable message, or parsed into a request within the limits. */
class RequestFuzzTest {
    private static final Vocabulary VOCABULARY = new Vocabulary("\n\t \"#'()*/0123456789;[]{}abcdefghijklmnopqrstuvwxyz"
            .codePoints()
            .boxed()
            .toList());
    private static final Limits LIMITS = new Limits(8, 8, 100, 1000, 60);
    private static final ApiDescription API = new ApiDescription(LIMITS, List.of("m"));
    private static final RequestReader SCORES = API.reader("ScoreRequest");
    private static final RequestReader INFILLS = API.reader("InfillRequest");
    private static final RequestReader COMPLETIONS = API.reader("CompletionRequest");

    @FuzzTest
    void text(byte[] body) {
        String text;
        try {
            text = SCORES.read(ByteBuffer.wrap(body)).get("text").textValue();
        } catch (ApiException refusal) {
            Refusals.assertReadable(refusal.getMessage());
            assertThat(refusal.status()).isEqualTo(400);
            return;
        }
        assertThat(text.codePointCount(0, text.length())).isBetween(1, 20_000);
    }

    @FuzzTest
    void infill(byte[] body) {
        Request request;
        try {
            request = Infill.request(INFILLS.read(ByteBuffer.wrap(body)));
        } catch (ApiException refusal) {
            Refusals.assertReadable(refusal.getMessage());
            assertThat(refusal.status()).isEqualTo(400);
            return;
        }
        assertThat(request.maxChars()).isBetween(0, LIMITS.budget());
        assertThat(request.millis()).isBetween(0L, 60_000L);
        assertThat(request.alternative()).isBetween(0, 4);
        assertThat(request.stops()).noneMatch(String::isEmpty);
        assertThat(request.prefix()).isNotNull();
        assertThat(request.pieces()).doesNotContainNull();
    }

    @FuzzTest
    void request(byte[] body) {
        List<GenerationRequest> requests;
        try {
            requests = CompletionRequest.of(COMPLETIONS.read(ByteBuffer.wrap(body)), LIMITS)
                    .generationRequests(VOCABULARY);
        } catch (ApiException refusal) {
            Refusals.assertReadable(refusal.getMessage());
            assertThat(Set.of(400, 404)).contains(refusal.status());
            return;
        }
        assertThat(requests).hasSizeBetween(1, LIMITS.maxTexts());
        assertThat(requests.stream()
                        .mapToLong(RequestFuzzTest::answerCharacters)
                        .sum())
                .isBetween(0L, (long) LIMITS.budget());
        assertThat(requests).allMatch(request -> request.prime().length() <= 2 * LIMITS.promptChars());
    }

    /** Number of characters of an answer for one text, including those listed in its logprobs. */
    private static long answerCharacters(GenerationRequest request) {
        String prompt = request.prime();
        long characters = request.length() + (request.echo() ? prompt.codePointCount(0, prompt.length()) : 0);
        return characters * Math.max(1, 1 + request.likeliest());
    }
}
