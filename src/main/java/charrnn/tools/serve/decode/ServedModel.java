package charrnn.tools.serve.decode;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.sample.TextGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A model's current network, and earlier ones until their texts have ended. All methods but {@link #offer}, {@link
 * #vocabulary} and {@link #networks} are called on the decoding thread.
 */
final class ServedModel {
    private final AtomicReference<@Nullable LanguageModel> offered = new AtomicReference<>();
    private final List<TextGenerator> generators = new ArrayList<>(); // that of the current network is the last
    private volatile int networks;
    private volatile @Nullable Vocabulary vocabulary; // of the network that was offered last

    /** Makes a network the current one before the next text begins. */
    void offer(LanguageModel network) {
        offered.set(network);
        vocabulary = network.vocabulary();
    }

    /** The vocabulary of the current network; empty if there is none yet. */
    Optional<Vocabulary> vocabulary() {
        return Optional.ofNullable(vocabulary);
    }

    /** Number of networks in use. */
    int networks() {
        return networks;
    }

    /** Adopts the network that was offered, if there is one. */
    void adoptOffered() {
        LanguageModel network = offered.getAndSet(null);
        if (network != null) {
            generators.add(new TextGenerator(network));
            networks = generators.size(); // before the next step, which may take long
        }
    }

    /** Begins a text with the current network, which must exist. */
    void begin(ScheduledText text) {
        adoptOffered(); // it may have been offered before the text was submitted
        text.begin(generators.get(generators.size() - 1));
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
        if (generators.size() > 1) {
            generators.subList(0, generators.size() - 1).removeIf(generator -> generator.size() == 0);
            networks = generators.size();
        }
    }
}
