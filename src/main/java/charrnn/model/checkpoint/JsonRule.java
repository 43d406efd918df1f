package charrnn.model.checkpoint;

import charrnn.config.TerminalText;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** What one value of {@code configuration.json} may be: the words of a small schema language. */
@FunctionalInterface
interface JsonRule {
    /** Only {@code null}. */
    JsonRule NOTHING = (value, path) -> require(value.isNull(), path);

    JsonRule FLAG = (value, path) -> require(value.isBoolean(), path);

    JsonRule TRUE = (value, path) -> require(value.isBoolean() && value.booleanValue(), path);

    /**
     * Checks a value.
     *
     * @param path where it stands, for the message
     * @throws Refused if it is anything else
     */
    void check(JsonNode value, String path);

    /** {@code null}, or what another rule takes. */
    static JsonRule nullOr(JsonRule rule) {
        return (value, path) -> {
            if (!value.isNull()) {
                rule.check(value, path);
            }
        };
    }

    /** A number; JSON's infinite ones, like 1e999, are beyond every bound. */
    static JsonRule number(double min, double max) {
        return (value, path) ->
                require(value.isNumber() && value.doubleValue() >= min && value.doubleValue() <= max, path);
    }

    /** A whole number. */
    static JsonRule whole(long min, long max) {
        return (value, path) -> require(
                value.canConvertToLong()
                        && value.isIntegralNumber()
                        && value.longValue() >= min
                        && value.longValue() <= max,
                path);
    }

    /** One of some texts. */
    static JsonRule word(String... allowed) {
        Set<String> words = Set.of(allowed);
        return (value, path) -> require(value.isTextual() && words.contains(value.textValue()), path);
    }

    /** A list of exactly these texts. */
    static JsonRule words(String... texts) {
        JsonNode list = StrictJson.MAPPER.valueToTree(texts);
        return (value, path) -> require(value.equals(list), path);
    }

    /** A text that matches a regular expression. */
    static JsonRule text(String pattern) {
        return (value, path) -> require(value.isTextual() && value.textValue().matches(pattern), path);
    }

    /** A list of at most {@code most} values, each by the same rule. */
    static JsonRule list(int most, JsonRule rule) {
        return (value, path) -> {
            require(value.isArray() && value.size() <= most, path);
            for (int i = 0; i < value.size(); i++) {
                rule.check(value.get(i), path + "[" + i + "]");
            }
        };
    }

    /** An object with exactly these keys. Deeplearning4j ignores the keys it does not know; this does not. */
    static JsonRule object(Map<String, JsonRule> keys) {
        return (value, path) -> {
            require(value.isObject(), path);
            for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                require(keys.containsKey(name), path + "." + name);
            }
            // Its elsewhere harmless habit of filling in for missing keys is how the legacy formats come alive.
            keys.forEach((name, rule) -> {
                require(value.has(name), path + "." + name);
                rule.check(value.get(name), path + "." + name);
            });
        };
    }

    private static void require(boolean right, String path) {
        if (!right) {
            throw differs(path);
        }
    }

    /** The value at {@code path} is not one that charrnn writes. */
    static Refused differs(String path) {
        return Refused.because("its " + Part.CONFIGURATION.entry() + " differs from what charrnn writes at "
                + TerminalText.line(path, 100));
    }
}
