package charrnn.tools.export;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.corpus.Vocabulary;
import charrnn.files.AtomicFile;
import charrnn.files.StrictJson;
import charrnn.match.InputEncoding;
import charrnn.message.UserError;
import charrnn.model.Networks;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.Progress;
import charrnn.tools.page.Page;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Writes networks as an HTML page that runs them: a visitor lets one write, or read a text, and chooses another. The weights are
 * an {@link Int8Matrix} each, in the page's JSON; {@code engine.js} computes the network. Of coupled gates, the page has no input
 * gates.
 */
final class WebExport {
    /** Weights whose base64 fits into a string of any current browser, of which Chromium's is the shortest, 512 MiB. */
    private static final long MAX_WEIGHTS = 300_000_000;

    static final Page PAGE = new Page(
            "charrnn",
            WebExport.class,
            Optional.of("web.html"),
            List.of("letters.css", "web.css"),
            List.of(
                    "characters.js",
                    "figures.js",
                    "alternatives.js",
                    "pane.js",
                    "highlight.js",
                    "editor.js",
                    "theme.js",
                    "networks.js",
                    "properties.js",
                    "units.js",
                    "web.js"),
            Optional.of("engine.js"));

    private final ObjectNode data = StrictJson.object();
    private long weights;

    /**
     * Adds a network; the networks of one name are the stages of one training.
     *
     * @param language of the text that it has learned: {@code c}, {@code python} or {@code other}
     * @throws UserError if the networks are too large for a browser
     */
    void add(Checkpoint checkpoint, String name, String language) {
        weights += checkpoint.parameterCount();
        if (weights > MAX_WEIGHTS) {
            throw new UserError("--web: the networks have %,d weights or more; a page has at most %,d"
                    .formatted(weights, MAX_WEIGHTS));
        }
        data.withArray("networks").add(network(checkpoint, name).put("language", language));
    }

    /**
     * Writes the page; the file appears whole or not at all.
     *
     * @throws IOException with the file's name, if it cannot be written
     */
    void write(Path target) throws IOException {
        AtomicFile.writeString(target, PAGE.html(data));
    }

    private static ObjectNode network(Checkpoint checkpoint, String name) {
        Vocabulary vocabulary = checkpoint.vocabulary();
        InputEncoding encoding = Networks.encoding(checkpoint.network());
        boolean coupled = checkpoint.hasCoupledGates();
        Progress progress = checkpoint.progress();
        Config config = ConfigLoader.recorded(checkpoint.configYaml(), name + ": its configuration");
        ObjectNode data = StrictJson.object()
                .put("name", name)
                .put("prime", config.sampling().prime())
                .put("step", progress.step())
                .put("chars", progress.position().chars())
                .put("seconds", Math.round(progress.trainingSeconds()))
                .put("parameters", checkpoint.parameterCount())
                .put("matches", encoding.matches())
                .put("names", encoding.names())
                .put("coupled", coupled);
        progress.losses().lastValidationBpc().ifPresent(loss -> data.set("loss", Page.number(loss, 4)));
        IntStream.range(0, vocabulary.size()).map(vocabulary::codePoint).forEach(data.putArray("vocabulary")::add);
        List<Integer> hidden = checkpoint.hiddenSizes();
        for (int k = 0; k < hidden.size(); k++) {
            // The last block of columns is that of the input gates, which coupled gates do not need.
            int gates = (coupled ? 3 : 4) * hidden.get(k);
            ObjectNode layer = data.withArray("layers").addObject().put("units", hidden.get(k));
            add(checkpoint, k, "W", gates, layer.putObject("input"));
            add(checkpoint, k, "RW", gates, layer.putObject("recurrent"));
            layer.put("bias", bias(checkpoint, k, gates));
        }
        ObjectNode output = data.putObject("output");
        add(checkpoint, hidden.size(), "W", vocabulary.size(), output);
        output.put("bias", bias(checkpoint, hidden.size(), vocabulary.size()));
        return data;
    }

    private static void add(Checkpoint checkpoint, int layer, String name, int columns, ObjectNode json) {
        Int8Matrix.of(checkpoint.parameter(layer, name), columns).addTo(json);
    }

    private static String bias(Checkpoint checkpoint, int layer, int columns) {
        return Int8Matrix.base64(Arrays.copyOf(checkpoint.parameter(layer, "b")[0], columns));
    }
}
