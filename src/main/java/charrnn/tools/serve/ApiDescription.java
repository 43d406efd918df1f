package charrnn.tools.serve;

import charrnn.config.ConfigKey;
import charrnn.files.StrictJson;
import charrnn.message.Count;
import charrnn.sample.SamplingOptions;
import charrnn.tools.page.Page;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import org.apache.commons.io.function.Uncheck;

/**
 * The description of the API in OpenAPI 3.1: the resource {@code openapi.json}, whose placeholders are replaced by the limits,
 * the default model and the sampling options. Requests are checked against its schemas.
 */
final class ApiDescription {
    private final JsonNode document;

    ApiDescription(ServerOptions options, String defaultModel) {
        String text = Page.resource(ApiDescription.class, "openapi.json")
                .replace("\"{{texts}}\"", Integer.toString(options.maxTexts()))
                .replace("\"{{prompt-chars}}\"", Integer.toString(options.maxPrompt))
                .replace("\"{{budget}}\"", Integer.toString(options.maxBudget))
                .replace("\"{{model}}\"", TextNode.valueOf(defaultModel).toString());
        for (ConfigKey option : SamplingOptions.DECLARED) {
            text = text.replace("\"{{" + option.field() + "}}\"", schema(option).toString());
        }
        String description = text;
        document = Uncheck.get(() -> StrictJson.MAPPER.readTree(description));
    }

    private static ObjectNode schema(ConfigKey option) {
        return StrictJson.object()
                .put("type", option.isWhole() ? "integer" : "number")
                .put(
                        option.bounds().aboveMin() ? "exclusiveMinimum" : "minimum",
                        number(option.bounds().min()))
                .put("maximum", number(option.maxServed()))
                .put("default", number(((Number) option.defaultValue()).doubleValue()))
                .put("description", option.meaning());
    }

    /** A JSON number, a whole one without a decimal point. */
    private static BigDecimal number(double value) {
        return new BigDecimal(Count.number(value));
    }

    JsonNode document() {
        return document;
    }

    /** The reader of the requests that have a schema of the given name. */
    RequestReader reader(String schema) {
        return new RequestReader(document.at("/components/schemas/" + schema));
    }
}
