package charrnn.tools.export;

import charrnn.corpus.Vocabulary;
import charrnn.files.AtomicFile;
import charrnn.files.StrictJson;
import charrnn.model.checkpoint.Checkpoint;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes the weights of a network for PyTorch, as a safetensors file with the tensors of {@link TorchTensors}. The metadata
 * in the header has two JSON arrays: {@code vocabulary} (each symbol at its index, the unknown symbol first) and {@code
 * hidden_sizes} (of each LSTM layer, from the first).
 */
public final class SafetensorsWriter {
    private static final ObjectMapper JSON = StrictJson.MAPPER;

    private SafetensorsWriter() {}

    /**
     * Writes the file completely or not at all.
     *
     * @throws IOException with the file's name, if it cannot be written; an existing file of this name is unchanged then
     */
    public static void write(Checkpoint checkpoint, Path target) throws IOException {
        var tensors = TorchTensors.of(checkpoint);
        var metadata = metadata(checkpoint.vocabulary(), checkpoint.hiddenSizes());
        AtomicFile.write(target, out -> Safetensors.write(tensors, metadata, out));
    }

    private static Map<String, String> metadata(Vocabulary vocabulary, List<Integer> hidden)
            throws JsonProcessingException {
        List<String> symbols = IntStream.range(0, vocabulary.size())
                .mapToObj(i -> Character.toString(vocabulary.codePoint(i)))
                .toList();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "pt"); // libraries require this in files for PyTorch
        metadata.put("hidden_sizes", JSON.writeValueAsString(hidden));
        metadata.put("vocabulary", JSON.writeValueAsString(symbols));
        return metadata;
    }
}
