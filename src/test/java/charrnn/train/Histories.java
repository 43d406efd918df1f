package charrnn.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the history of a run. */
public final class Histories {
    private Histories() {}

    /** The lines of a file without what differs from run to run. */
    public static List<JsonNode> read(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(((ObjectNode) new ObjectMapper().readTree(line)).without(List.of("seconds", "charsPerSecond")));
        }
        return lines;
    }
}
