package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Vocabulary;
import charrnn.fuzz.Refusals;
import charrnn.sample.GenerationRequest;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Any body is refused with a readable message, or parsed into a request within the limits. */
class RequestFuzzTest {
    private static final Vocabulary VOCABULARY =
            EncodedTexts.vocabulary("\n\t \"#'()*/0123456789;[]{}abcdefghijklmnopqrstuvwxyz");
    private static final Limits LIMITS = new Limits(8, 8, 100, 1000, 60);
    private static final ApiDescription API = new ApiDescription(LIMITS, List.of("m"));
    private static final RequestReader CELLS = API.reader("CellsRequest");
    private static final RequestReader INFILLS = API.reader("InfillRequest");
    private static final RequestReader COMPLETIONS = API.reader("CompletionRequest");

    @FuzzTest
    void text(byte[] body) {
        accepted(() -> CELLS.read(ByteBuffer.wrap(body)).get("text").textValue(), 400, 404)
                .ifPresent(text ->
                        assertThat(text.codePointCount(0, text.length())).isBetween(2, 4000));
    }

    @FuzzTest
    void infill(byte[] body) {
        accepted(() -> Infill.request(INFILLS.read(ByteBuffer.wrap(body))), 400).ifPresent(request -> {
            assertThat(request.maxChars()).isBetween(0, LIMITS.budget());
            assertThat(request.millis()).isBetween(0L, 60_000L);
            assertThat(request.alternative()).isBetween(0, 4);
            assertThat(request.stops()).noneMatch(String::isEmpty);
            assertThat(request.prefix()).isNotNull();
            assertThat(request.pieces()).doesNotContainNull();
        });
    }

    @FuzzTest
    void request(byte[] body) {
        accepted(
                        () -> CompletionRequest.of(COMPLETIONS.read(ByteBuffer.wrap(body)), LIMITS)
                                .generationRequests(VOCABULARY),
                        400,
                        404)
                .ifPresent(requests -> {
                    assertThat(requests).hasSizeBetween(1, LIMITS.maxTexts());
                    assertThat(requests.stream()
                                    .mapToLong(RequestFuzzTest::answerCharacters)
                                    .sum())
                            .isBetween(0L, (long) LIMITS.budget());
                    assertThat(requests).allMatch(request -> request.prime().length() <= 2 * LIMITS.promptChars());
                });
    }

    /** The request, unless it is refused with a readable message and one of the given status codes. */
    private static <T> Optional<T> accepted(Supplier<T> request, Integer... statuses) {
        try {
            return Optional.of(request.get());
        } catch (ApiException refusal) {
            Refusals.assertReadable(refusal.getMessage());
            assertThat(statuses).contains(refusal.status());
            return Optional.empty();
        }
    }

    /** Number of characters of an answer for one text, including those listed in its logprobs. */
    private static long answerCharacters(GenerationRequest request) {
        String prompt = request.prime();
        long characters = request.length() + (request.echo() ? prompt.codePointCount(0, prompt.length()) : 0);
        return characters * Math.max(1, 1 + request.likeliest());
    }
}
