package charrnn.tools.export;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.corpus.Vocabulary;
import charrnn.model.RecurrentState;
import charrnn.model.StreamingNetwork;
import charrnn.model.TestNetworks;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.Progress;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TorchExportTest {
    private static final Vocabulary VOCABULARY = new Vocabulary(List.of((int) '\n', (int) '"', (int) 'ü', 0x1f600));

    private final Path file;

    TorchExportTest(@TempDir Path folder) {
        file = folder.resolve("model.safetensors");
    }

    /** A network whose parameters, including the biases, are all different. */
    private static StreamingNetwork network(Integer... hidden) {
        String sizes = "model: {layers: " + hidden.length + ", hidden: " + List.of(hidden) + "}";
        StreamingNetwork network = TestNetworks.of(VOCABULARY.size(), sizes);
        network.params().assign(Nd4j.randn(network.params().shape()));
        return network;
    }

    private static Checkpoint checkpoint(StreamingNetwork network) {
        Progress.Origin origin = new Progress.Origin("test", "none", "fast", 1, "none");
        return new Checkpoint(network, VOCABULARY, "", Progress.none(1, origin), RecurrentState.NONE);
    }

    /** A file, split as the format says: the length of the header, the header in JSON, and the values. */
    private record Safetensors(String text, JsonNode header, ByteBuffer values) {
        /** The value at a row and column of a matrix, or at an element of a vector. */
        private double at(String tensor, int... place) {
            JsonNode entry = header.get(tensor);
            int index = place.length == 1
                    ? place[0]
                    : place[0] * entry.get("shape").get(1).asInt() + place[1];
            return values.getFloat(entry.get("data_offsets").get(0).asInt() + Float.BYTES * index);
        }
    }

    private Safetensors written(StreamingNetwork network) throws IOException {
        TorchExport.write(checkpoint(network), file);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = new byte[Math.toIntExact(bytes.getLong())];
        bytes.get(header);
        String text = new String(header, StandardCharsets.UTF_8);
        return new Safetensors(
                text, new ObjectMapper().readTree(text), bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
    }

    @Test
    void tensorsHavePyTorchsNamesAndShapesAndAreInTheOrderOfTheirNames() throws Exception {
        Safetensors read = written(network(3, 3));
        Map<String, String> shapes = new LinkedHashMap<>();
        long at = 0;
        for (Map.Entry<String, JsonNode> entry : read.header().properties()) {
            if (!entry.getKey().equals("__metadata__")) {
                JsonNode tensor = entry.getValue();
                shapes.put(entry.getKey(), tensor.get("shape").toString());
                assertThat(tensor.get("dtype").asText()).isEqualTo("F32");
                assertThat(tensor.get("data_offsets").get(0).asLong()).isEqualTo(at);
                at = tensor.get("data_offsets").get(1).asLong();
            }
        }
        assertThat(at).isEqualTo(read.values().limit());
        assertThat(shapes.toString())
                .isEqualTo("{lstm.bias_hh_l0=[12], lstm.bias_hh_l1=[12], lstm.bias_ih_l0=[12], lstm.bias_ih_l1=[12],"
                        + " lstm.weight_hh_l0=[12,3], lstm.weight_hh_l1=[12,3], lstm.weight_ih_l0=[12,5],"
                        + " lstm.weight_ih_l1=[12,3], output.bias=[5], output.weight=[5,3]}");
    }

    @Test
    void headerIsPaddedWithSpacesToAMultipleOfEight() throws Exception {
        for (Integer hidden : List.of(1, 2, 10, 50, 200)) {
            String header = written(network(hidden)).text();
            assertThat(header.getBytes(StandardCharsets.UTF_8).length % 8).isZero();
            assertThat(header).matches("(?s)\\{.*} {0,7}");
        }
    }

    @Test
    void metadataHasVocabularyAndSizesAsJson() throws Exception {
        JsonNode metadata = written(network(3, 2)).header().get("__metadata__");
        assertThat(metadata.properties()).allMatch(entry -> entry.getValue().isTextual());
        assertThat(metadata.get("hidden_sizes").asText()).isEqualTo("[3,2]");
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(metadata.get("vocabulary").asText()))
                .isEqualTo(json.valueToTree(List.of("\ufffd", "\n", "\"", "ü", "😀")));
    }

    /** bench/peers/check_safetensors.py compares the probabilities that PyTorch computes. */
    @ParameterizedTest
    @CsvSource({"4 4 4, lstm.%s_l0 lstm.%s_l1 lstm.%s_l2", "4 2, lstm.0.%s_l0 lstm.1.%s_l0"})
    void pyTorchsGatesHaveTheWeightsOfDeeplearning4jsGates(String hidden, String names) throws Exception {
        StreamingNetwork network =
                network(Stream.of(hidden.split(" ")).map(Integer::valueOf).toArray(Integer[]::new));
        Safetensors read = written(network);
        String[] layers = names.split(" ");
        for (int layer = 0; layer < layers.length; layer++) {
            String name = layers[layer];
            INDArray input = network.getParam(layer + "_W");
            INDArray recurrent = network.getParam(layer + "_RW");
            int units = (int) recurrent.size(0);
            int row = 0;
            for (int gate : new int[] {3, 1, 0, 2}) { // i, f, g, o of candidate, forget, output, input
                for (int column = gate * units; column < (gate + 1) * units; column++, row++) {
                    for (int k = 0; k < input.size(0); k++) {
                        assertThat(read.at(name.formatted("weight_ih"), row, k)).isEqualTo(input.getDouble(k, column));
                    }
                    for (int k = 0; k < units; k++) {
                        assertThat(read.at(name.formatted("weight_hh"), row, k))
                                .isEqualTo(recurrent.getDouble(k, column));
                    }
                    assertThat(read.at(name.formatted("bias_ih"), row))
                            .isEqualTo(network.getParam(layer + "_b").getDouble(column));
                    assertThat(read.at(name.formatted("bias_hh"), row)).isZero();
                }
            }
        }
        INDArray output = network.getParam(layers.length + "_W");
        for (int symbol = 0; symbol < VOCABULARY.size(); symbol++) {
            for (int k = 0; k < output.size(0); k++) {
                assertThat(read.at("output.weight", symbol, k)).isEqualTo(output.getDouble(k, symbol));
            }
            assertThat(read.at("output.bias", symbol))
                    .isEqualTo(network.getParam(layers.length + "_b").getDouble(symbol));
        }
    }
}
