package charrnn.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * An object whose key {@code @class}, or another {@code typeKey}, names the Java class that Deeplearning4j's Jackson
 * makes of it. Only listed classes pass, each with exactly its own keys.
 */
final class ClassRule implements JsonRule {
    private final String typeKey;
    private final Map<String, JsonRule> classes = new HashMap<>();

    private ClassRule(String typeKey) {
        this.typeKey = typeKey;
    }

    static ClassRule keyed(String typeKey) {
        return new ClassRule(typeKey);
    }

    /** Allows a class without fields. */
    ClassRule allow(String name) {
        return allow(name, Map.of());
    }

    /** Allows a class with exactly these fields. */
    ClassRule allow(String name, Map<String, JsonRule> fields) {
        Map<String, JsonRule> keys = new HashMap<>(fields);
        keys.put(typeKey, JsonRule.word(name));
        classes.put(name, JsonRule.object(keys));
        return this;
    }

    @Override
    public void check(JsonNode value, String path) {
        String name = value.path(typeKey).asText("");
        JsonRule rule = classes.get(name);
        if (rule == null) {
            throw name.isEmpty() ? JsonRule.differs(path) : TypeNames.refused(name);
        }
        rule.check(value, path);
    }
}
