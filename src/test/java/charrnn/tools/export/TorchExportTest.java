package charrnn.tools.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.corpus.Vocabulary;
import charrnn.model.RecurrentState;
import charrnn.model.StreamingNetwork;
import charrnn.model.TestNetworks;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.Progress;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    private TorchLstm written(StreamingNetwork network) throws IOException {
        TorchExport.write(checkpoint(network), file);
        return new TorchLstm(file);
    }

    @Test
    void tensorsHavePyTorchsNamesAndShapesAndAreInTheOrderOfTheirNames() throws Exception {
        TorchLstm read = written(network(3, 3));
        Map<String, String> shapes = new LinkedHashMap<>();
        long at = 0;
        for (Map.Entry<String, JsonNode> entry : read.header.properties()) {
            if (!entry.getKey().equals("__metadata__")) {
                JsonNode tensor = entry.getValue();
                shapes.put(entry.getKey(), tensor.get("shape").toString());
                assertThat(tensor.get("dtype").asText()).isEqualTo("F32");
                assertThat(tensor.get("data_offsets").get(0).asLong()).isEqualTo(at);
                at = tensor.get("data_offsets").get(1).asLong();
            }
        }
        assertThat(at).isEqualTo(read.dataBytes);
        assertThat(shapes.toString())
                .isEqualTo("{lstm.bias_hh_l0=[12], lstm.bias_hh_l1=[12], lstm.bias_ih_l0=[12], lstm.bias_ih_l1=[12],"
                        + " lstm.weight_hh_l0=[12,3], lstm.weight_hh_l1=[12,3], lstm.weight_ih_l0=[12,5],"
                        + " lstm.weight_ih_l1=[12,3], output.bias=[5], output.weight=[5,3]}");
    }

    @Test
    void headerIsPaddedWithSpacesToAMultipleOfEight() throws Exception {
        for (Integer hidden : List.of(1, 2, 10, 50, 200)) {
            TorchLstm read = written(network(hidden));
            String header = new String(Files.readAllBytes(file), 8, read.headerBytes, StandardCharsets.UTF_8);
            assertThat(read.headerBytes % 8).isZero();
            assertThat(header).matches("(?s)\\{.*} {0,7}");
        }
    }

    @Test
    void metadataHasVocabularyAndSizesAsJson() throws Exception {
        JsonNode metadata = written(network(3, 2)).header.get("__metadata__");
        assertThat(metadata.properties()).allMatch(entry -> entry.getValue().isTextual());
        assertThat(metadata.get("hidden_sizes").asText()).isEqualTo("[3,2]");
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(metadata.get("vocabulary").asText()))
                .isEqualTo(json.valueToTree(List.of("\ufffd", "\n", "\"", "ü", "😀")));
    }

    @Test
    void pyTorchsEquationsYieldTheProbabilitiesOfTheNetwork() throws Exception {
        assertProbabilitiesAgree(network(4, 4, 4), List.of("lstm.%s_l0", "lstm.%s_l1", "lstm.%s_l2"));
    }

    @Test
    void layersOfDifferentSizesBecomeOneLstmEach() throws Exception {
        assertProbabilitiesAgree(network(4, 2), List.of("lstm.0.%s_l0", "lstm.1.%s_l0"));
    }

    private void assertProbabilitiesAgree(StreamingNetwork network, List<String> names) throws IOException {
        TorchLstm read = written(network);
        int[] text = {2, 0, 4, 4, 1};
        INDArray oneHot = Nd4j.zeros(1, VOCABULARY.size(), text.length);
        for (int t = 0; t < text.length; t++) {
            oneHot.putScalar(0, text[t], t, 1);
        }
        INDArray expected = network.output(oneHot); // [1, vocabulary, time]
        for (int t = 0; t < text.length; t++) {
            double[] probabilities = read.step(text[t], names);
            for (int v = 0; v < probabilities.length; v++) {
                assertThat(probabilities[v]).isCloseTo(expected.getDouble(0, v, t), within(1e-5));
            }
        }
    }
}
