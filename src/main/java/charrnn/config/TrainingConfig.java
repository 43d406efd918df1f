package charrnn.config;

import java.io.Serializable;

/**
 * Section {@code training}: how the network learns. Gradients are those of the mean loss per character, in nats, so
 * that rates and norms do not depend on {@code sequenceLength}.
 *
 * @param batchSize parallel streams
 * @param sequenceLength characters a segment: how far back gradients flow
 * @param epochs passes over the training text; 0 sets no limit
 * @param maxMinutes training time in this run's folder, earlier sittings included; 0 sets no limit
 * @param seed seed of the weights and of dropout
 * @param precision what the LSTM layers' products round their factors to
 * @param optimizer update rule
 * @param beta2 decay of Adam's running mean of squared gradients (Kingma and Ba 2015)
 * @param learningRate highest learning rate
 * @param schedule how the rate changes
 * @param warmupSteps steps in which the rate rises from zero
 * @param decay factor of the exponential, the step and the plateau schedule
 * @param decayAfterEpochs epochs before the exponential and the step schedule begin
 * @param decayEveryEpochs epochs between two steps of the step schedule
 * @param plateauPatience validations without a new best after which the plateau schedule cuts the rate
 * @param finalRateShare share of the rate that the cosine schedule ends with, and plateau at the lowest
 * @param gradientNorm largest global norm of the gradient; 0 does not clip
 * @param weightDecay share of each weight that an update takes away, times the rate (Loshchilov and Hutter 2019)
 * @param reportEverySteps steps between two lines of the history
 * @param validateEverySteps steps between two validations; 0 validates at the end of each epoch
 * @param patience validations without a new best after which the run ends; 0 never ends it
 * @param rollbacks how often a run that diverges goes back to its last good checkpoint before it gives up
 * @param score what a validation tells of the code that the network writes
 */
public record TrainingConfig(
        @Key(value = "Parallel streams of text in a batch.", min = 1, max = 4096)
        int batchSize,

        @Key(value = "Characters in a segment: how far back gradients flow (truncated BPTT).", min = 1, max = 4096)
        int sequenceLength,

        @Key(value = "Passes over the training text; 0: no limit.", min = 0)
        int epochs,

        @Key(value = "Minutes of training in this run's folder, earlier sittings included; 0: no limit.", min = 0)
        double maxMinutes,

        @Key("Seed of the weights and of dropout.") long seed,

        @Key(
                "Numbers that the LSTM layers multiply in training: float32, bfloat16 (rounded; 1.2 to 1.8 times as fast on"
                        + " processors that have it, refused on others) or auto, bfloat16 where the processor has it. The stock"
                        + " engine ignores it.")
        Precision precision,

        @Key("Update rule: adam, rmsprop or sgd.") Optimizer optimizer,

        @Key(
                value = "Decay of Adam's running mean of squared gradients: the lower, the sooner old ones are"
                        + " forgotten. Other update rules have no use for it.",
                min = 0,
                max = 0.999999)
        double beta2,

        @Key(value = "Highest learning rate.", min = 0, max = 100, aboveMin = true)
        double learningRate,

        @Key("How the rate changes after the warm-up: constant, cosine (to the end of the run), exponential (every"
                + " epoch), step (every decayEveryEpochs) or plateau (when the validation loss stops falling).")
        Schedule schedule,

        @Key(value = "Steps in which the rate rises from zero.", min = 0)
        int warmupSteps,

        @Key(value = "Factor of the exponential, the step and the plateau schedule.", min = 0, max = 1, aboveMin = true)
        double decay,

        @Key(value = "Epochs before the exponential and the step schedule begin.", min = 0)
        int decayAfterEpochs,

        @Key(value = "Epochs between two steps of the step schedule.", min = 1)
        int decayEveryEpochs,

        @Key(value = "Validations without a new best after which the plateau schedule cuts the rate.", min = 1)
        int plateauPatience,

        @Key(
                value = "Share of learningRate that the cosine schedule ends with, and plateau at the lowest.",
                min = 0,
                max = 1)
        double finalRateShare,

        @Key(
                value = "Largest global norm of the gradient (of the mean loss a character, nats); 0: no clipping.",
                min = 0)
        double gradientNorm,

        @Key(value = "Share of each weight that an update takes away, times the rate (AdamW).", min = 0, max = 10)
        double weightDecay,

        @Key(value = "Steps between two lines of history.jsonl.", min = 1)
        int reportEverySteps,

        @Key(value = "Steps between two validations; 0: at the end of each epoch.", min = 0)
        int validateEverySteps,

        @Key(value = "Validations without a new best after which the run ends; 0: never.", min = 0)
        int patience,

        @Key(
                value = "How often a run that diverges goes back to its last good checkpoint, at half the rate, before"
                        + " it gives up.",
                min = 0)
        int rollbacks,

        ScoreConfig score)
        implements Serializable {

    /** Types of the factors of products. */
    public enum Precision {
        /** BFLOAT16 where the processor multiplies it, else FLOAT32. */
        AUTO,
        /** 24 significant bits. */
        FLOAT32,
        /** 8 significant bits: the upper half of a float32. Sums are float32. */
        BFLOAT16
    }

    /** Update rules. */
    public enum Optimizer {
        ADAM,
        RMSPROP,
        SGD
    }

    /** Learning-rate schedules. */
    public enum Schedule {
        CONSTANT,
        COSINE,
        EXPONENTIAL,
        STEP,
        PLATEAU
    }

    static TrainingConfig defaults() {
        return new TrainingConfig(
                32,
                64,
                50,
                0,
                1,
                Precision.FLOAT32,
                Optimizer.ADAM,
                0.99,
                0.002,
                Schedule.COSINE,
                100,
                0.97,
                10,
                1,
                3,
                0.02,
                1.0,
                0,
                10,
                0,
                0,
                3,
                ScoreConfig.defaults());
    }
}
