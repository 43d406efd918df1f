package charrnn.train;

import charrnn.corpus.CharacterName;
import charrnn.model.ActivationSource;
import charrnn.model.NetworkActivations;
import charrnn.model.checkpoint.Checkpoint;
import java.util.Locale;
import java.util.Optional;

/** Runs a network on a short text: even with finite weights, the computation may overflow. */
public final class NetworkTrial {
    private static final int MOST_SYMBOLS = 256;

    /** Allowed error of the sum of all probabilities, whose logarithms are floats. */
    private static final double TOLERANCE = 1e-3;

    private NetworkTrial() {}

    /**
     * Finds a symbol after which the network's predictions are not probabilities; empty if there is none. The network
     * runs on a copy of its weights and without dropout, so that neither it nor a sequence of random numbers changes.
     *
     * @return a phrase that follows the file's name
     */
    public static Optional<String> failure(Checkpoint checkpoint) {
        ActivationSource model = new NetworkActivations(checkpoint.network(), checkpoint.vocabulary());
        for (int symbol = 0; symbol < Math.min(MOST_SYMBOLS, model.vocabulary().size()); symbol++) {
            double sum = 0;
            for (float logProbability : model.step(symbol)) {
                sum += Math.exp(logProbability);
            }
            if (!(Math.abs(sum - 1) <= TOLERANCE)) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "does not predict: after symbol %d, %s, the probabilities of the next one sum to %s instead of 1;"
                                + " its weights are damaged, or too large to compute with",
                        symbol,
                        CharacterName.of(model.vocabulary().codePoint(symbol)),
                        sum));
            }
        }
        return Optional.empty();
    }
}
