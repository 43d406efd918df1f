package charrnn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    private record Point(String name, int x, List<Integer> more) {
        private Point {
            if (x < 0) {
                throw new IllegalArgumentException("x is negative");
            }
        }
    }

    @Test
    void writtenRecordIsReadBack() throws JsonProcessingException {
        Point point = new Point("ä \"b\"", 3, List.of(1, 2));
        String json = StrictJson.write(point);
        assertThat(json).isEqualTo("{\n  \"name\" : \"ä \\\"b\\\"\",\n  \"x\" : 3,\n  \"more\" : [ 1, 2 ]\n}\n");
        assertThat(StrictJson.read(json, Point.class)).isEqualTo(point);
        assertThat(StrictJson.ASCII.writeValueAsString("ä\u009b")).isEqualTo("\"\\u00E4\\u009B\"");
        assertThat(StrictJson.ASCII.writeValueAsBytes("\ud800")).asString().isEqualTo("\"\\uD800\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "nonsense",
                "{'name':'a','x':1}",
                "{'name':'a','x':1,'more':null}",
                "{'name':null,'x':1,'more':[]}",
                "{'name':'a','x':null,'more':[]}",
                "{'name':'a','x':1,'more':[null]}",
                "{'name':'a','x':1,'more':[],'unknown':1}",
                "{'name':'a','x':1,'x':1,'more':[]}",
                "{'name':'a','x':1.5,'more':[]}",
                "{'name':'a','x':'1','more':[]}",
                "{'name':1,'x':1,'more':[]}",
                "{'name':true,'x':1,'more':[]}",
                "{'name':1.5,'x':1,'more':[]}",
                "{'name':'a','x':-1,'more':[]}",
                "{'name':'a','x':1,'more':[]} trailing",
                "{'name':'a','x':1,'more':[]} {}",
            })
    void invalidRecordsAreRefused(String json) {
        assertThatThrownBy(() -> StrictJson.read(json.replace('\'', '"'), Point.class))
                .isInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'a':1,'a':2}", "{'a':1} x", "[1,", "[[[1]]]", "['12345']"})
    void treeIsReadStrictlyAndWithinItsLimits(String json) {
        StreamReadConstraints limits = StreamReadConstraints.builder()
                .maxNestingDepth(2)
                .maxStringLength(4)
                .build();
        assertThatThrownBy(() -> StrictJson.builder(limits).build().readTree(json.replace('\'', '"')))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void reasonNamesErrorAndLocation() {
        assertReason("{\"name\": \"a\",\n \"more\": [}", "Unexpected close marker '}'", "(line 2, column 11)");
        assertReason("{\"name\": \"a\", \"x\": -1, \"more\": []}", "x is negative", ")");
        assertReason("null", "it is null", "");
    }

    private static void assertReason(String json, String start, String end) {
        assertThatThrownBy(() -> StrictJson.read(json, Point.class))
                .asInstanceOf(InstanceOfAssertFactories.type(JsonProcessingException.class))
                .extracting(StrictJson::reason, InstanceOfAssertFactories.STRING)
                .startsWith(start)
                .endsWith(end);
    }
}
