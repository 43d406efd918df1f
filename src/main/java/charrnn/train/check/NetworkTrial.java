package charrnn.train.check;

import charrnn.config.UserError;
import charrnn.corpus.CharacterName;
import charrnn.model.LanguageModel;
import java.util.Locale;

/** Runs a network on a text of its first symbols: even with finite weights, the computation may overflow. */
final class NetworkTrial {
    private static final int MOST_SYMBOLS = 256;

    /** Allowed error of the sum of all probabilities, whose logarithms are floats. */
    private static final double TOLERANCE = 1e-3;

    private NetworkTrial() {}

    /** @throws UserError if the network's predictions after a symbol are not probabilities */
    static void require(LanguageModel model) {
        model.reset();
        for (int symbol = 0; symbol < Math.min(MOST_SYMBOLS, model.vocabulary().size()); symbol++) {
            double sum = 0;
            for (float logProbability : model.step(symbol)) {
                sum += Math.exp(logProbability);
            }
            if (!(Math.abs(sum - 1) <= TOLERANCE)) {
                throw new UserError(String.format(
                        Locale.ROOT,
                        "does not predict: after symbol %d, %s, the probabilities of the next one sum to %s instead of 1;"
                                + " its weights are damaged, or too large to compute with",
                        symbol,
                        CharacterName.of(model.vocabulary().codePoint(symbol)),
                        sum));
            }
        }
    }
}
