package charrnn.tools.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A configuration as paths and values, of another version too: a report shows keys, whatever they mean. */
final class FlatYaml {
    private static final YAMLMapper YAML = new YAMLMapper();

    private FlatYaml() {}

    /** Values by their paths, {@code training.epochs}, in the order of the text; lists with commas between their items. */
    static Map<String, String> read(String yaml) throws JsonProcessingException {
        Map<String, String> values = new LinkedHashMap<>();
        collect("", YAML.readTree(yaml), values);
        return values;
    }

    private static void collect(String path, JsonNode node, Map<String, String> values) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> collect(
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue(), values));
        } else if (!path.isEmpty()) {
            values.put(path, text(node));
        }
    }

    private static String text(JsonNode node) {
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false)
                        .map(FlatYaml::text)
                        .collect(Collectors.joining(", "))
                : node.isValueNode() ? node.asText() : node.toString();
    }
}
