package charrnn.sample;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Changes the log-probabilities of the next symbol before it is drawn. A processor is stateless: its effect depends on the
 * symbols that were generated, not on earlier calls. {@link SamplingOptions} checks the parameters of those here.
 */
@FunctionalInterface
public interface LogitsProcessor {
    LogitsProcessor NONE = (logProbabilities, generated) -> {};

    /** Keeps the likeliest symbol, the one with the lowest index if several are equal. */
    LogitsProcessor GREEDY = (logProbabilities, generated) -> {
        int likeliest = LogProbabilities.likeliest(logProbabilities);
        Arrays.fill(logProbabilities, Float.NEGATIVE_INFINITY);
        logProbabilities[likeliest] = 0;
    };

    /** Number of equal characters from which on the temperature does not make the next equal one likelier. */
    int RUN = 4;

    /**
     * Changes the logarithms in place; negative infinity excludes a symbol. At least one symbol must remain.
     *
     * @param logProbabilities natural logarithms, [vocabulary], up to an additive constant
     * @param generated vocabulary indices of the text after its prompt
     */
    void apply(float[] logProbabilities, List<Integer> generated);

    /** Applies this processor and then another. */
    default LogitsProcessor then(LogitsProcessor next) {
        return (logProbabilities, generated) -> {
            apply(logProbabilities, generated);
            next.apply(logProbabilities, generated);
        };
    }

    static LogitsProcessor banned(int index) {
        return (logProbabilities, generated) -> logProbabilities[index] = Float.NEGATIVE_INFINITY;
    }

    /**
     * Divides the logarithms by the temperature, which is above 0: probabilities become proportional to {@code
     * p^(1/temperature)}. The limit for a temperature of 0 is {@link #GREEDY}, except in a run.
     *
     * <p>After {@value #RUN} equal generated characters, the odds of one more are at most the network's own. A run is the same
     * decision many times: at a temperature of 0.7, one that ends with probability 0.1 at each character would be more than twice as
     * long.
     */
    static LogitsProcessor temperature(double temperature) {
        return temperature == 1
                ? NONE
                : (logProbabilities, generated) -> {
                    int size = generated.size();
                    int last = size == 0 ? 0 : generated.get(size - 1);
                    boolean isInRun =
                            size >= RUN && Collections.frequency(generated.subList(size - RUN, size), last) == RUN;
                    double odds = isInRun ? LogProbabilities.logOdds(logProbabilities, last) : 0;
                    float max = LogProbabilities.max(logProbabilities);
                    for (int i = 0; i < logProbabilities.length; i++) {
                        // Relative to the largest, so that the largest stays finite if the temperature is near 0.
                        logProbabilities[i] = (float) (((double) logProbabilities[i] - max) / temperature);
                    }
                    double excess = isInRun ? LogProbabilities.logOdds(logProbabilities, last) - odds : 0;
                    if (excess > 0 && excess < Double.POSITIVE_INFINITY) { // not if nothing else is possible
                        logProbabilities[last] -= (float) excess;
                    }
                };
    }

    /**
     * Keeps the k likeliest symbols, or all if k is 0 (Fan et al. 2018, "Hierarchical neural story generation", section
     * 5.4). Among equal ones, those with the lowest indices come first.
     */
    static LogitsProcessor topK(int k) {
        return k == 0
                ? NONE
                : (logProbabilities, generated) -> {
                    int[] ranking = LogProbabilities.ranking(logProbabilities);
                    for (int rank = k; rank < ranking.length; rank++) {
                        logProbabilities[ranking[rank]] = Float.NEGATIVE_INFINITY;
                    }
                };
    }

    /**
     * Nucleus sampling (Holtzman et al. 2019, "The curious case of neural text degeneration", section 3.1): keeps the
     * smallest number of likeliest symbols that together have a given probability. Among equal ones, those with
     * the lowest indices come first.
     */
    static LogitsProcessor topP(double p) {
        return p == 1
                ? NONE
                : (logProbabilities, generated) -> {
                    double[] weights = LogProbabilities.weights(logProbabilities);
                    double missing = p * LogProbabilities.sum(weights);
                    for (int index : LogProbabilities.ranking(logProbabilities)) {
                        if (missing <= 0) {
                            logProbabilities[index] = Float.NEGATIVE_INFINITY;
                        }
                        missing -= weights[index];
                    }
                };
    }

    /**
     * Keeps the symbols whose probability is at least a fraction of the largest one (Nguyen et al. 2024, "Turning up the
     * heat: min-p sampling for creative and coherent LLM outputs", section 3): many if the distribution is
     * flat, few if it is peaked.
     */
    static LogitsProcessor minP(double p) {
        return p == 0
                ? NONE
                : (logProbabilities, generated) -> {
                    double least = LogProbabilities.max(logProbabilities) + Math.log(p);
                    for (int i = 0; i < logProbabilities.length; i++) {
                        if (logProbabilities[i] < least) {
                            logProbabilities[i] = Float.NEGATIVE_INFINITY;
                        }
                    }
                };
    }

    /**
     * Lowers the log-probability of each symbol that was generated before: by the presence penalty once, and by the frequency
     * penalty for each occurrence, as in OpenAI's API. Negative penalties raise it. The prompt does not count.
     */
    static LogitsProcessor occurrencePenalty(double presence, double frequency) {
        return presence == 0 && frequency == 0
                ? NONE
                : (logProbabilities, generated) -> {
                    int[] counts = new int[logProbabilities.length];
                    generated.forEach(symbol -> counts[symbol]++);
                    for (int i = 0; i < counts.length; i++) {
                        if (counts[i] > 0) {
                            logProbabilities[i] -= (float) (presence + frequency * counts[i]);
                        }
                    }
                };
    }
}
