package charrnn.tools.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;

/** Writes runs' folders for tests. */
public final class RunFolders {
    /** Text that a network could write and a browser must not execute. */
    static final String HOSTILE =
            "static int </script><img src=x onerror=\"document.title='owned'\"><!-- &lt; {{style}}";

    private RunFolders() {}

    /** Writes a run with an event. Every tenth report has a validation and a sample; every third lacks the gradient norm. */
    public static Path write(Path folder, int reports) throws IOException {
        Files.createDirectories(folder);
        Random random = new Random(3);
        try (Writer history = Files.newBufferedWriter(folder.resolve("history.jsonl"))) {
            for (int i = 1; i <= reports; i++) {
                ObjectNode line = at(i).put("learningRate", 0.003 * (1 - i / (reports + 1.0)))
                        .put("trainBpc", 2 + 4 / Math.sqrt(i) + 0.1 * random.nextGaussian())
                        .put("charsPerSecond", 9000 + 500 * random.nextDouble());
                if (i % 3 > 0) {
                    line.put("gradientNorm", Math.exp(random.nextGaussian()));
                }
                boolean validated = i % 10 == 0;
                if (validated) {
                    line.put("validationBpc", 2.1 + 4 / Math.sqrt(i)).put("best", true);
                }
                history.append(line.toString()).append('\n');
                if (validated) {
                    history.append(at(i).put("sample", HOSTILE + "\nsample " + i)
                                    .toString())
                            .append('\n');
                }
                if (i == reports / 2) {
                    history.append(at(i).put("event", "rolled back; <b>rate halved</b>")
                                    .toString())
                            .append('\n');
                }
            }
        }
        Files.writeString(
                folder.resolve("config.yaml"),
                "name: \"<i>tiny</i>\"\nmodel:\n  hidden: [16, 16]\ntraining:\n  batchSize: 4\n  sequenceLength: 20\n"
                        + "sampling:\n  prime: \"static int \"\n");
        Files.writeString(
                folder.resolve("split.json"),
                "{\"format\":1,\"pieces\":[" + piece("a.c", "train", 9000) + "," + piece("b.c", "test", 1000) + "]}");
        return folder;
    }

    /** Writes a run whose training loss is 3 in every tenth report and 2 in the others: 2.1 on average. */
    static Path writeSkewed(Path folder, int reports) throws IOException {
        Files.createDirectories(folder);
        Files.write(
                folder.resolve("history.jsonl"),
                IntStream.rangeClosed(1, reports)
                        .mapToObj(
                                i -> at(i).put("trainBpc", i % 10 == 5 ? 3 : 2).toString())
                        .toList());
        return folder;
    }

    private static ObjectNode at(int i) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("step", i * 10L)
                .put("epoch", i / 50.0)
                .put("chars", i * 800L)
                .put("seconds", i * 0.9);
    }

    private static String piece(String file, String part, int chars) {
        return "{\"file\":\"" + file + "\",\"part\":\"" + part + "\",\"from\":0,\"chars\":" + chars + ",\"sha256\":\""
                + "0".repeat(64) + "\"}";
    }
}
