package charrnn.tools.serve.decode;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
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
    private final Runnable onLeave;
    private final AtomicReference<@Nullable LanguageModel> offered = new AtomicReference<>();
    private final List<Batch> batches = new ArrayList<>(); // that of the current network is the last
    private volatile int networks;
    private volatile @Nullable Vocabulary vocabulary; // of the network that was offered last

    /** @param onLeave called for each text that leaves its batch */
    ServedModel(Runnable onLeave) {
        this.onLeave = onLeave;
    }

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

    /** The batch of each network in use. */
    List<Batch> batches() {
        return batches;
    }

    /** Adds a text to the batch of the current network, which must exist. */
    void join(ScheduledText text) {
        adoptOffered(); // it may have been offered before the text was submitted
        batches.get(batches.size() - 1).join(text);
    }

    /** Releases earlier networks whose texts have ended. */
    void release() {
        if (batches.size() > 1) {
            batches.subList(0, batches.size() - 1).removeIf(batch -> batch.size() == 0);
            networks = batches.size();
        }
    }

    /** Adopts the network that was offered, if there is one. */
    void adoptOffered() {
        LanguageModel network = offered.getAndSet(null);
        if (network != null) {
            batches.add(new Batch(network, onLeave));
            networks = batches.size(); // before the next step, which may take long
        }
    }
}
