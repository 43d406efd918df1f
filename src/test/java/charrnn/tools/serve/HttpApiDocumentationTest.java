package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.ReferencePage;
import charrnn.tools.serve.decode.HashModel;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/reference/http-api.md has the routes, error codes and fields of the server, but for the fields of OpenAI's answers. */
class HttpApiDocumentationTest {
    private static final ReferencePage PAGE = new ReferencePage("http-api.md");
    private static final String MODEL = "the first one";

    private static final JsonNode API = new ApiDescription(new ServerOptions(), MODEL).document();

    private static final Set<String> ANSWERS_OF_OPENAI =
            Set.of("Completion", "Choice", "Logprobs", "Usage", "Models", "Model", "Error");

    private static final Pattern REFUSAL = Pattern.compile("ApiException\\.of\\(\\s*(?:(\\d+),\\s*)?\"(\\w+)\"");

    @Test
    void everyRouteIsDocumented() throws IOException {
        List<String> table = new ArrayList<>(List.of("| route | answer |", "|---|---|"));
        API.get("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method -> table.add("| `%s %s` | %s |"
                        .formatted(
                                method.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                method.getValue().get("summary").asText()))));
        PAGE.assertBlock("routes", table);
    }

    @Test
    void everyFieldIsDocumented() throws IOException {
        List<String> blocks = new ArrayList<>(List.of("routes"));
        for (Map.Entry<String, JsonNode> schema : API.at("/components/schemas").properties()) {
            if (!ANSWERS_OF_OPENAI.contains(schema.getKey())) {
                List<String> table = new ArrayList<>(List.of("| field | value | meaning |", "|---|---|---|"));
                addRows(table, "", schema.getValue());
                PAGE.assertBlock(schema.getKey(), table);
                blocks.add(schema.getKey());
            }
        }
        assertThat(PAGE.blockNames()).containsExactlyInAnyOrderElementsOf(blocks);
    }

    /** Adds the fields of an object; fields with equal cells share a row. Required fields are marked where others are optional. */
    private static void addRows(List<String> table, String prefix, JsonNode object) {
        Set<String> required =
                object.path("required").valueStream().map(JsonNode::asText).collect(Collectors.toSet());
        boolean allAre = required.containsAll(names(object.get("properties")));
        object.get("properties").properties().forEach(field -> {
            JsonNode schema = field.getValue();
            String name = prefix + field.getKey();
            String cells = "`%s | %s%s | %s |"
                    .formatted(
                            required.contains(field.getKey()) && !allAre ? ", required" : "",
                            value(schema),
                            byDefault(schema.path("default")),
                            schema.path("description").asText());
            String last = table.get(table.size() - 1);
            if (last.endsWith(cells)) {
                table.set(table.size() - 1, last.replace(cells, "`, `" + name + cells));
            } else {
                table.add("| `" + name + cells);
            }
            if (schema.has("properties")) {
                addRows(table, name + ".", schema);
            } else if (schema.at("/items/properties").isObject()) {
                addRows(table, name + "[].", schema.get("items"));
            }
        });
    }

    private static String byDefault(JsonNode value) {
        return value.isMissingNode() ? "" : "; default: " + (value.asText().equals(MODEL) ? MODEL : "`" + value + "`");
    }

    /** The allowed values of a field. */
    private static String value(JsonNode schema) {
        if (schema.has("$ref")) {
            String name = schema.get("$ref").asText().replaceFirst(".*/", "");
            return "[" + name + "](#" + name.toLowerCase(Locale.ROOT) + ")";
        } else if (schema.has("oneOf")) {
            return schema.get("oneOf")
                    .valueStream()
                    .map(HttpApiDocumentationTest::value)
                    .collect(Collectors.joining(" or "));
        } else if (schema.has("enum")) {
            return schema.get("enum").valueStream().map(one -> "`" + one + "`").collect(Collectors.joining(", "));
        }
        if (!schema.has("type")) {
            return "anything";
        }
        List<String> types = schema.get("type").isArray()
                ? schema.get("type").valueStream().map(JsonNode::asText).toList()
                : List.of(schema.get("type").asText());
        return types.stream().map(type -> type(type, schema)).collect(Collectors.joining(" or "));
    }

    private static String type(String type, JsonNode schema) {
        return switch (type) {
            case "string" -> "text" + range(schema, "minLength", "maxLength", " characters");
            case "integer" -> "integer" + range(schema, "minimum", "maximum", "");
            case "number" ->
                schema.has("exclusiveMinimum")
                        ? "number above " + schema.get("exclusiveMinimum") + ", at most " + schema.get("maximum")
                        : "number" + range(schema, "minimum", "maximum", "");
            case "array" -> "list of " + items(schema) + value(schema.get("items"));
            default -> type;
        };
    }

    private static String items(JsonNode schema) {
        return schema.has("maxItems") ? schema.get("minItems") + " to " + schema.get("maxItems") + " of: " : "";
    }

    private static String range(JsonNode schema, String min, String max, String unit) {
        return schema.has(max) ? ", " + schema.get(min) + " to " + schema.get(max) + unit : "";
    }

    private static List<String> names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).toList();
    }

    @Test
    void theDescriptionHasEveryRouteOfTheServer() {
        try (Served served = Served.with(new HashModel())) {
            Set<String> paths = new TreeSet<>(served.server().routes().keySet());
            paths.removeAll(Playground.routes().keySet());
            assertThat(names(API.get("paths"))).containsExactlyInAnyOrderElementsOf(paths);
        }
    }

    @Test
    void everyErrorCodeIsDocumented() throws IOException {
        assertThat(PAGE.rows("## Errors").stream()
                        .flatMap(row -> Pattern.compile("^\\| `(\\w+)` \\| (\\d+) \\|")
                                .matcher(row)
                                .results())
                        .map(row -> row.group(2) + " " + row.group(1)))
                .containsExactlyInAnyOrderElementsOf(refusals());
    }

    /** Status and code of each error in the sources of this package. */
    private static Set<String> refusals() throws IOException {
        Set<String> refusals = new TreeSet<>();
        try (DirectoryStream<Path> sources =
                Files.newDirectoryStream(Path.of("src/main/java/charrnn/tools/serve"), "*.java")) {
            for (Path source : sources) {
                REFUSAL.matcher(Files.readString(source))
                        .results()
                        .map(refusal -> (refusal.group(1) == null ? "400" : refusal.group(1)) + " " + refusal.group(2))
                        .forEach(refusals::add);
            }
        }
        return refusals;
    }
}
