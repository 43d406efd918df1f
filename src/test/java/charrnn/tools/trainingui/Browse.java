package charrnn.tools.trainingui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** An HTTP client of a UI. */
final class Browse {
    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    private final URI address;

    Browse(TrainingUi ui) {
        this(ui.address());
    }

    Browse(URI address) {
        this.address = address;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.ofString());
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }

    /** Repeats a request until its answer meets a condition, or the test's time is over. */
    JsonNode jsonOnce(String path, Predicate<JsonNode> condition) throws IOException, InterruptedException {
        JsonNode answer = json(path);
        while (!condition.test(answer)) {
            answer = json(path);
        }
        return answer;
    }

    /** The overview's data of the shown session, as soon as it has a given number of points. */
    JsonNode overviewOnce(int points) throws IOException, InterruptedException {
        return jsonOnce("/train/overview/data", data -> data.get("scores").size() == points);
    }

    /** The ids in the session box. */
    List<String> sessions() throws IOException, InterruptedException {
        return json("/train/sessions/info")
                .propertyStream()
                .map(Map.Entry::getKey)
                .toList();
    }

    static List<Double> doubles(JsonNode array) {
        return array.valueStream().map(JsonNode::asDouble).toList();
    }
}
