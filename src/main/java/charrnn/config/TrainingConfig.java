package charrnn.config;

import charrnn.config.Key.Bounds;
import java.io.Serializable;

/**
 * Section {@code training}: how the network learns. Gradients are those of
 * the mean loss per character, in nats, so that rates and norms do not depend on {@code sequenceLength}. Sources:
 * {@code beta1} and {@code beta2}, Kingma and Ba (2015); {@code weightDecay}, Loshchilov and Hutter (2019); the cooldown
 * schedule, Hägele et al. (2024), arXiv 2405.18392.
 */
public record TrainingConfig(
        @Key("Parallel streams of text in a batch.")
        @Bounds(byDefault = "32", min = 1, max = 4096, fixed = "the saved state has that many streams")
        int batchSize,

        @Key("Characters in a segment: how far back gradients flow (truncated BPTT).")
        @Bounds(
                byDefault = "64",
                min = 1,
                max = 4096,
                fixed = "the saved position in the text is counted in such segments")
        int sequenceLength,

        @Key("Passes over the training text; 0: no limit.") @Bounds(byDefault = "50", min = 0)
        int epochs,

        @Key("Minutes of training in this run's folder, earlier sessions included; 0: no limit.")
        @Bounds(byDefault = "0", min = 0)
        double maxMinutes,

        @Key("Seed of the weights, of dropout, and of where an epoch begins, matches are hidden and states reset.")
        @Bounds(byDefault = "1", fixed = "the random numbers of the run follow from it")
        long seed,

        @Key(
                "Number type of the fast engine's matrix products in training: float32, bfloat16 (faster) or auto, bfloat16"
                        + " where the processor has it.")
        @Bounds(byDefault = "float32")
        Precision precision,

        @Key("Optimizer.")
        @Bounds(byDefault = "adam", fixed = "the saved averages of the gradient belong to this optimizer")
        Optimizer optimizer,

        @Key("Decay of Adam's running mean of gradients; 0: no momentum.")
        @Bounds(byDefault = "0.9", min = 0, max = 0.999999, fixed = "the saved network has it built in")
        double beta1,

        @Key("Decay of Adam's running mean of squared gradients.")
        @Bounds(byDefault = "0.99", min = 0, max = 0.999999, fixed = "the saved network has it built in")
        double beta2,

        @Key("Highest learning rate.") @Bounds(byDefault = "0.002", min = 0, max = 100, aboveMin = true)
        double learningRate,

        @Key("How the rate changes after the warm-up: constant, cosine (to the end of the run), cooldown (constant,"
                + " then a straight line to the end of the run) or exponential (every epoch).")
        @Bounds(byDefault = "cosine")
        Schedule schedule,

        @Key("Steps in which the rate rises from zero.") @Bounds(byDefault = "100", min = 0)
        int warmupSteps,

        @Key("Factor of the exponential schedule.") @Bounds(byDefault = "0.97", min = 0, max = 1, aboveMin = true)
        double decay,

        @Key("Share of the run, at its end, in which the cooldown schedule lowers the rate.")
        @Bounds(byDefault = "0.3", min = 0, max = 1, aboveMin = true)
        double cooldownShare,

        @Key("Epochs before the exponential schedule begins.") @Bounds(byDefault = "10", min = 0)
        int decayAfterEpochs,

        @Key("Share of learningRate at which cosine and cooldown end.") @Bounds(byDefault = "0.02", min = 0, max = 1)
        double finalRateShare,

        @Key("Largest global norm of the gradient of the mean loss per character, in nats; 0: no clipping.")
        @Bounds(byDefault = "1", min = 0)
        double gradientNorm,

        @Key("Share of each weight that an update takes away, times the rate (AdamW).")
        @Bounds(byDefault = "0", min = 0, max = 10)
        double weightDecay,

        @Key("Share of the streams, drawn for each update, whose state is set to zero before it.")
        @Bounds(byDefault = "0", min = 0, max = 1)
        double resetShare,

        @Key("Share of the text, in stretches of 2,048 characters, whose matches are hidden.")
        @Bounds(byDefault = "0", min = 0, max = 1)
        double matchDropout,

        @Key("Whether every other training file finds matches in the remaining ones too, as in a project (--context).")
        @Bounds(byDefault = "false")
        boolean matchMemory,

        @Key("Steps between two lines of history.jsonl.") @Bounds(byDefault = "10", min = 1)
        int reportEverySteps,

        @Key("Steps between two validations; 0: at the end of each epoch.")
        @Bounds(byDefault = "0", min = 0, fixed = "the length of the measured validation text depends on it")
        int validateEverySteps,

        @Key("Validations without a new best after which the run ends; 0: never.") @Bounds(byDefault = "0", min = 0)
        int patience,

        @Key("Maximum number of rollbacks of a diverging run.") @Bounds(byDefault = "3", min = 0)
        int rollbacks)
        implements Serializable {

    /** Length of the largest array of floats whose bytes a Java buffer can hold. */
    public static final long MAX_FLOATS = Integer.MAX_VALUE / Float.BYTES;

    /** Number types of the factors of matrix products. */
    public enum Precision {
        /** BFLOAT16 if the processor has instructions for it, otherwise FLOAT32. */
        AUTO,
        /** 24 significant bits. */
        FLOAT32,
        /** 8 significant bits, the upper half of a float32. Sums are float32. */
        BFLOAT16
    }

    public enum Optimizer {
        ADAM,
        RMSPROP,
        SGD
    }

    public enum Schedule {
        CONSTANT,
        COSINE,
        COOLDOWN,
        EXPONENTIAL
    }
}
