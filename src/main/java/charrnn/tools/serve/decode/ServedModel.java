package charrnn.tools.serve.decode;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.sample.TextGenerator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A model's current network, and earlier ones until their texts have ended. {@link #begin}, {@link #step} and {@link #release}
 * are called on the decoding thread, the other methods on any thread.
 */
final class ServedModel {
    private final List<TextGenerator> generators =
            new CopyOnWriteArrayList<>(); // that of the current network is the last

    /** Makes a network the current one. */
    void adopt(LanguageModel network) {
        generators.add(new TextGenerator(network));
    }

    private Optional<TextGenerator> current() {
        return generators.stream().reduce((earlier, later) -> later);
    }

    /** The vocabulary of the current network; empty if there is none yet. */
    Optional<Vocabulary> vocabulary() {
        return current().map(TextGenerator::vocabulary);
    }

    /** Number of networks in use. */
    int networks() {
        return generators.size();
    }

    /** Begins a text with the current network, which must exist. */
    void begin(ScheduledText text) {
        text.begin(current().orElseThrow());
    }

    /**
     * Reads or generates a character of each text that is not parked.
     *
     * @return number of generated characters
     */
    int step() {
        return generators.stream().mapToInt(TextGenerator::step).sum();
    }

    /** Releases earlier networks whose texts have ended. */
    void release() {
        List<TextGenerator> all = List.copyOf(generators);
        for (TextGenerator earlier : all.subList(0, Math.max(0, all.size() - 1))) {
            if (earlier.size() == 0) {
                generators.remove(earlier);
            }
        }
    }
}
