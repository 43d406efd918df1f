package charrnn.cli;

import charrnn.config.Config;
import charrnn.config.ConfigKeys;
import charrnn.config.ConfigLoader;
import charrnn.config.ConfigWriter;
import charrnn.config.ModelConfig;
import charrnn.config.ModelConfig.Gates;
import charrnn.config.TrainingConfig;
import charrnn.config.TrainingConfig.Optimizer;
import charrnn.match.InputEncoding;
import charrnn.message.UserError;
import charrnn.model.Networks;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.train.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code train --init-from}: begins a run with the weights, the layers and the vocabulary of another network, and with the keys
 * of its recipe that the weights depend on.
 */
final class FineTuning {
    /** Highest learning rate unless {@code --set} changes it; measured in docs/lab/notebook/results.md. */
    private static final double MAX_RATE = 0.003;

    private static final String LEARNING_RATE = "training.learningRate";
    private static final String MATCH = "model.match";
    private static final String NAMES = "model.names";
    private static final String GATES = "model.gates";

    /** Keys of the recipe to which the weights are adapted. */
    private static final List<String> RECIPE =
            List.of("model.dropout", "training.resetShare", "training.matchDropout", "training.matchMemory");

    private final TrainCommand command;
    private final Path file;
    private final Checkpoint other;
    private final InputEncoding read;

    FineTuning(TrainCommand command, Path file) {
        this.command = command;
        this.file = file;
        other = CheckpointReader.read(file, false);
        read = Networks.encoding(other.network());
    }

    /** Trains, and returns the exit code. */
    int train() throws IOException {
        Map<String, Object> fixed = shape();
        TrainingConfig training = command.configuration(fixed).training();
        double configured = training.learningRate();
        if (configured > MAX_RATE && training.optimizer() != Optimizer.SGD && !command.isSet(LEARNING_RATE)) {
            fixed.put(LEARNING_RATE, MAX_RATE);
        }
        Config effective = command.configuration(fixed);
        if (effective.model().gates() == Gates.COUPLED && !other.hasCoupledGates()) {
            throw new UserError("model.gates is coupled, but the network of --init-from " + file
                    + " has full gates; set model.gates to full, or name a checkpoint with coupled gates");
        }
        TrainingRun.checkNew(effective, RunFolder.of(effective));
        say(effective, configured);
        return new TrainingRun(command, effective).begin(Optional.of(other));
    }

    /** The keys that the other network decides; it may get matches and names that it does not have. */
    private Map<String, Object> shape() {
        Map<String, Object> fixed = new HashMap<>();
        fix(fixed, "model.layers", other.hiddenSizes().size(), ModelConfig::layers);
        fix(fixed, "model.hidden", other.hiddenSizes(), ModelConfig::hiddenSizes);
        if (read.matches() > 0 || read.names() || !command.isSet(MATCH)) { // their weights come before those of names
            fix(fixed, MATCH, read.matches(), ModelConfig::match);
        }
        if (read.names() || !command.isSet(NAMES)) {
            fix(fixed, NAMES, read.names(), ModelConfig::names);
        }
        Config recorded = ConfigLoader.recorded(other.configYaml(), file + ": its configuration");
        RECIPE.forEach(key -> fixed.put(key, ConfigKeys.value(recorded, key)));
        fixed.put(GATES, other.hasCoupledGates() ? Gates.COUPLED : Gates.FULL);
        recipe().filter(command::isSet).forEach(fixed::remove);
        return fixed;
    }

    /** Adds a key with the other network's value, which replaces that of a file or preset but not of {@code --set}. */
    private void fix(Map<String, Object> fixed, String key, Object taken, Function<ModelConfig, Object> value) {
        if (command.isSet(key)) {
            Object asked = value.apply(command.configuration(fixed).model());
            if (!asked.equals(taken)) {
                throw new UserError(key + " is " + ConfigWriter.value(taken) + " in the network of --init-from " + file
                        + " and cannot be " + ConfigWriter.value(asked) + ": leave out --set " + key);
            }
        }
        fixed.put(key, taken);
    }

    private static Stream<String> recipe() {
        return Stream.concat(Stream.of(GATES), RECIPE.stream());
    }

    private void say(Config effective, double configuredRate) {
        ModelConfig model = effective.model();
        String taken = Stream.concat(Stream.of(MATCH, NAMES), recipe().filter(key -> !command.isSet(key)))
                .map(key -> key + " " + ConfigWriter.value(ConfigKeys.value(effective, key)))
                .collect(Collectors.joining(", "));
        command.say(
                "fine-tuning: as " + file + " was trained, with model.hidden " + other.hiddenSizes() + ", " + taken);
        if (model.match() > read.matches() || model.names() && !read.names()) {
            command.say("fine-tuning: the weights of inputs that " + file + " does not have are zero");
        }
        if (model.gates() == Gates.FULL && other.hasCoupledGates()) {
            command.say("fine-tuning: the gates of " + file
                    + " are coupled, but model.gates is full: the input gates are trained independently");
        }
        double rate = effective.training().learningRate();
        if (rate < configuredRate) {
            command.say("fine-tuning: training.learningRate is " + rate + "; " + command.configName() + " has "
                    + configuredRate
                    + ", which is for a new network (--set training.learningRate=… chooses another)");
        }
    }
}
