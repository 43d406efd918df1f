package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Vocabulary;
import charrnn.fuzz.Refusals;
import charrnn.sample.GenerationRequest;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;

/** Any body is refused with a readable message, or parsed into a request within the limits. */
class RequestFuzzTest {
    private static final Vocabulary VOCABULARY =
            EncodedTexts.vocabulary("\n\t \"#'()*/0123456789;[]{}abcdefghijklmnopqrstuvwxyz");
    private static final ServerOptions OPTIONS = Served.options();
    private static final ApiDescription API = new ApiDescription(OPTIONS, "m");

    @FuzzTest
    void text(byte[] body) {
        accepted(() -> read("CellsRequest", body).get("text").textValue(), 400, 404)
                .ifPresent(text ->
                        assertThat(text.codePointCount(0, text.length())).isBetween(2, 4000));
    }

    @FuzzTest
    void infill(byte[] body) {
        accepted(() -> Infill.request(read("InfillRequest", body)), 400).ifPresent(request -> {
            assertThat(request.maxChars()).isBetween(0, OPTIONS.maxBudget);
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
                        () -> CompletionRequest.of(read("CompletionRequest", body), OPTIONS)
                                .generationRequests(VOCABULARY),
                        400,
                        404)
                .ifPresent(requests -> {
                    assertThat(requests).hasSizeBetween(1, OPTIONS.maxTexts());
                    assertThat(requests.stream()
                                    .mapToLong(RequestFuzzTest::answerCharacters)
                                    .sum())
                            .isBetween(0L, (long) OPTIONS.maxBudget);
                    assertThat(requests).allMatch(request -> request.prime().length() <= 2 * OPTIONS.maxPrompt);
                });
    }

    /** Reads a request, which must have its schema. */
    private static ObjectNode read(String schema, byte[] body) {
        ObjectNode request = API.reader(schema).read(ByteBuffer.wrap(body));
        JsonNode component = API.document().at("/components/schemas/" + schema);
        assertThat(OpenApiTest.faults(API.document(), component, request)).isEmpty();
        return request;
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
