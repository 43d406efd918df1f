package charrnn.config;

import java.util.Locale;
import java.util.Optional;

/**
 * The sampling options, each with its meaning, default and allowed values. The command line and the HTTP API use them;
 * options that are also keys of the YAML are declared there.
 *
 * <p>The HTTP API and the YAML have their own defaults and limits for lengths and counts. {@link #maxServed} is the HTTP
 * API's limit for the other options; the temperature's is that of OpenAI's API.
 */
public enum SamplingOption {
    LENGTH("Maximum number of generated characters.", 500, 0, Double.MAX_VALUE),
    /** Divisor of the log-probabilities. Infinity makes all symbols equally likely. */
    TEMPERATURE(ConfigKeys.find("sampling.temperature").orElseThrow(), 2),
    /** No served vocabulary has more than 65,536 symbols. */
    TOP_K(ConfigKeys.find("sampling.topK").orElseThrow(), 65_536),
    TOP_P(ConfigKeys.find("sampling.topP").orElseThrow(), 1),
    MIN_P(Help.MIN_P, 0, 0, 1),
    REPETITION_PENALTY(Help.REPETITION_PENALTY, 1, 1, Double.MAX_VALUE, 10),
    /** Limited because each text stores these characters. */
    REPETITION_WINDOW(Help.REPETITION_WINDOW, 16, 1, 1000),
    COUNT("Number of samples.", 1, 1, Double.MAX_VALUE);

    /** The longer help texts, constants for annotations. */
    public static final class Help {
        public static final String TEMPERATURE =
                "Below 1 less random, above 1 more random, 0 always the likeliest character.";
        public static final String TOP_K = "Choose among the K likeliest characters only; 0: all.";
        public static final String TOP_P =
                "Choose among the likeliest characters that hold this share of the probability.";
        public static final String MIN_P =
                "Choose among the characters that are at least this fraction as likely as the likeliest; 0: all.";
        public static final String REPETITION_PENALTY =
                "Divide the probability of recent characters by this number; 1: no penalty.";
        public static final String REPETITION_WINDOW = "Number of recent characters, up to 1000.";

        private Help() {}
    }

    private final String help;
    private final double byDefault;
    private final double min;
    private final double max;
    private final double maxServed;

    SamplingOption(ConfigKey key, double maxServed) {
        this(
                key.meaning(),
                ((Number) key.defaultValue()).doubleValue(),
                key.rule().min(),
                key.rule().max(),
                maxServed);
    }

    SamplingOption(String help, double byDefault, double min, double max) {
        this(help, byDefault, min, max, max);
    }

    SamplingOption(String help, double byDefault, double min, double max, double maxServed) {
        this.help = help;
        this.byDefault = byDefault;
        this.min = min;
        this.max = max;
        this.maxServed = maxServed;
    }

    /** Name on the command line, {@code --top-k}. */
    public String option() {
        return "--" + field().replace('_', '-');
    }

    /** Name of the field in a request, {@code top_k}. */
    public String field() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String help() {
        return help;
    }

    /** Whether the values are whole numbers. */
    public boolean isWhole() {
        return switch (this) {
            case LENGTH, TOP_K, REPETITION_WINDOW, COUNT -> true;
            default -> false;
        };
    }

    public double byDefault() {
        return byDefault;
    }

    public double min() {
        return min;
    }

    /** Whether {@link #min} itself is not allowed, as with a share that must not be 0. */
    public boolean isAboveMin() {
        return this == TOP_P;
    }

    /** Largest value in a request over HTTP. */
    public double maxServed() {
        return maxServed;
    }

    /** The message for a value of the command line that is not allowed; empty if it is allowed. */
    public Optional<String> mistake(double value) {
        boolean allowed = (isAboveMin() ? value > min : value >= min) && value <= max;
        return allowed
                ? Optional.empty()
                : Optional.of(option() + " is " + ConfigWriter.number(value) + ", but must be " + allowed());
    }

    private String allowed() {
        if (isAboveMin()) {
            return "above " + ConfigWriter.number(min) + " and at most " + ConfigWriter.number(max);
        } else if (max < Double.MAX_VALUE) {
            return "from " + ConfigWriter.number(min) + " to " + ConfigWriter.number(max);
        }
        String neutral = this == TOP_K ? " (all)" : this == REPETITION_PENALTY ? " (none)" : "";
        return ConfigWriter.number(min) + neutral + " or more";
    }
}
