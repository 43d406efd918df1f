package charrnn.sample;

import java.util.Arrays;

/**
 * The logits processors of the sampling options. {@link SamplingOptions} checks their parameters. All but the penalty and the
 * temperature are stateless, immutable values; {@link LogitsProcessor#then} chains them.
 */
public final class LogitsProcessors {
    /** Keeps the likeliest symbol, the one with the lowest index if several are equal. */
    public static final LogitsProcessor GREEDY = logProbabilities -> {
        int likeliest = LogProbabilities.likeliest(logProbabilities);
        Arrays.fill(logProbabilities, Float.NEGATIVE_INFINITY);
        logProbabilities[likeliest] = 0;
    };

    /** Number of equal characters from which on the temperature does not make the next equal one likelier. */
    static final int RUN = 4;

    private LogitsProcessors() {}

    public static LogitsProcessor banned(int index) {
        return logProbabilities -> logProbabilities[index] = Float.NEGATIVE_INFINITY;
    }

    /**
     * Divides the logarithms by the temperature, which is above 0: probabilities become proportional to {@code
     * p^(1/temperature)}. The limit for a temperature of 0 is {@link #GREEDY}, except in a run.
     *
     * <p>After {@value #RUN} equal generated characters, the odds of one more are at most the network's own. A run is the same
     * decision many times: at a temperature of 0.7, one that ends with probability 0.1 at each character would be more than twice as
     * long.
     */
    public static LogitsProcessor temperature(double temperature) {
        return temperature == 1 ? LogitsProcessor.NONE : new Temperature(temperature);
    }

    /** The temperature, and the run of equal characters at the end of one text. */
    private static final class Temperature implements LogitsProcessor {
        private final double temperature;
        private int last;
        private int run; // number of characters that equal the last one, itself included

        Temperature(double temperature) {
            this.temperature = temperature;
        }

        @Override
        public void apply(float[] logProbabilities) {
            double odds = run < RUN ? 0 : LogProbabilities.logOdds(logProbabilities, last);
            float max = LogProbabilities.max(logProbabilities);
            for (int i = 0; i < logProbabilities.length; i++) {
                // Relative to the largest, so that the largest stays finite if the temperature is near 0.
                logProbabilities[i] = (float) (((double) logProbabilities[i] - max) / temperature);
            }
            double excess = run < RUN ? 0 : LogProbabilities.logOdds(logProbabilities, last) - odds;
            if (excess > 0 && excess < Double.POSITIVE_INFINITY) { // not if nothing else is possible
                logProbabilities[last] -= (float) excess;
            }
        }

        @Override
        public Verdict accept(int index) {
            run = index == last ? run + 1 : 1;
            last = index;
            return Verdict.ACCEPTED;
        }

        @Override
        public LogitsProcessor copy() {
            Temperature copy = new Temperature(temperature);
            copy.last = last;
            copy.run = run;
            return copy;
        }
    }

    /**
     * Keeps the k likeliest symbols, or all if k is 0 (Fan et al. 2018, "Hierarchical neural story generation", section
     * 5.4). Among equal ones, those with the lowest indices come first.
     */
    public static LogitsProcessor topK(int k) {
        return k == 0
                ? LogitsProcessor.NONE
                : logProbabilities -> {
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
    public static LogitsProcessor topP(double p) {
        return p == 1
                ? LogitsProcessor.NONE
                : logProbabilities -> {
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
    public static LogitsProcessor minP(double p) {
        return p == 0
                ? LogitsProcessor.NONE
                : logProbabilities -> {
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
    public static LogitsProcessor occurrencePenalty(int symbols, double presence, double frequency) {
        return presence == 0 && frequency == 0
                ? LogitsProcessor.NONE
                : new Penalty(presence, frequency, new int[symbols]);
    }

    /** The state of a penalty for one text: how often each symbol was generated. */
    private record Penalty(double presence, double frequency, int[] counts) implements LogitsProcessor {
        @Override
        public void apply(float[] logProbabilities) {
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    logProbabilities[i] -= (float) (presence + frequency * counts[i]);
                }
            }
        }

        @Override
        public Verdict accept(int index) {
            counts[index]++;
            return Verdict.ACCEPTED;
        }

        @Override
        public LogitsProcessor copy() {
            return new Penalty(presence, frequency, counts.clone());
        }
    }
}
