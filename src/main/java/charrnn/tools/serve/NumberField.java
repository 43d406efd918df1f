package charrnn.tools.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A number.
 *
 * @param min least value
 * @param withoutMin whether the least value itself is too small
 * @param max largest value
 * @param absent where the field is absent
 */
record NumberField(String name, double min, boolean withoutMin, double max, Double absent, String description)
        implements Field<Double> {
    @Override
    public Double read(JsonNode value) {
        double number = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(number <= max && (withoutMin ? number > min : number >= min))) {
            throw Field.refusal(
                    name, value, "a number " + (withoutMin ? "above " : "from ") + plain(min) + " to " + plain(max));
        }
        return number;
    }

    /** Whole numbers as a person writes them. */
    private static String plain(double value) {
        return value == (int) value ? Integer.toString((int) value) : Double.toString(value);
    }

    @Override
    public ObjectNode schema() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "number")
                .put(withoutMin ? "exclusiveMinimum" : "minimum", min)
                .put("maximum", max)
                .put("default", absent);
    }
}
