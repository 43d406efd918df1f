package charrnn.cli;

import charrnn.cli.base.CliCommand;
import charrnn.cli.base.FileFinder;
import charrnn.cli.base.RunLocator;
import charrnn.config.Config;
import charrnn.config.Config.UiConfig;
import charrnn.config.ConfigLoader;
import charrnn.config.TrainingConfig.Precision;
import charrnn.lstm.NativeLibrary;
import charrnn.message.UserError;
import charrnn.train.Learner;
import charrnn.train.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code train}: trains a network into {@code checkpoints/<run name>/}. A subclass may make the updates on a cluster. */
@Command(
        name = "train",
        description = {
            "Trains a network according to a configuration, into checkpoints/<run name>/.",
            "Ctrl-C saves a checkpoint and ends the training, a second one ends it at once; --resume continues it."
        },
        footer = {
            "  charrnn train --config lstm.yaml                       the starter corpus, ten minutes",
            "  charrnn train --config lstm.yaml --resume --set training.maxMinutes=20",
            "  charrnn train --config quick.yaml --init-from checkpoints/c/best.zip --set corpus.path=src"
                    + " --set name=mine",
            "",
            "docs/reference/configuration.md lists every key. Progress goes to the standard error."
        })
public class TrainCommand extends CliCommand {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The configuration: a file, or the name of one in config/.")
    private String config = "";

    @Option(names = "--resume", description = "Continue the run from its last checkpoint.")
    private boolean resume;

    @Option(
            names = "--init-from",
            paramLabel = "PATH",
            description = {
                "Fine-tune: begin a new run with the weights, layers, matches and vocabulary of this checkpoint, or of"
                        + " a run's best.zip.",
                "--set model.match adds matches to a network of characters alone; --set model.names=true adds names.",
                "Dropout, gates and the shares of hidden matches and of reset states are the checkpoint's, and"
                        + " training.learningRate is at most 0.003, unless --set gives other values."
            })
    private @Nullable Path initFrom;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change the value of a key of the configuration. Repeatable.")
    private List<String> overrides = new ArrayList<>();

    @Option(names = "--no-ui", description = "Do not serve the training UI: short for --set ui.enabled=false.")
    private boolean noUi;

    /** The learner that makes the updates. */
    protected Learner learner(Session session) {
        return new Learner.Local(session);
    }

    /** Settings of the training UI for this session; the run's configuration keeps its own. */
    protected UiConfig ui(Config effective) {
        return effective.ui();
    }

    @Override
    public Integer call() throws IOException {
        if (resume && initFrom != null) {
            throw new UserError("--init-from begins a run and --resume goes on with one: leave one of them out");
        }
        if (noUi) {
            overrides.add("ui.enabled=false");
        }
        if (initFrom != null) {
            return new FineTuning(this, RunLocator.checkpoint(initFrom)).train();
        }
        TrainingRun run = new TrainingRun(this, configuration(Map.of()));
        return resume ? run.resume() : run.begin(Optional.empty());
    }

    /**
     * The effective configuration.
     *
     * @param fixed values of keys that replace those of the file and of {@code --set}
     * @throws UserError if this machine cannot train in the configured precision
     */
    protected Config configuration(Map<String, Object> fixed) {
        Config effective = ConfigLoader.load(new FileFinder().config(config), overrides, fixed);
        if (effective.training().precision() == Precision.BFLOAT16 && !NativeLibrary.multipliesBfloat16()) {
            throw new UserError("training.precision is bfloat16, which needs oneDNN and a processor with AVX512_BF16 or"
                    + " AMX; here it must be float32 or auto (native library " + NativeLibrary.describe()
                    + ")");
        }
        return effective;
    }

    final String configName() {
        return config;
    }

    final boolean isSet(String key) {
        return overrides.stream()
                .anyMatch(override -> override.replaceFirst("=.*", "").strip().equals(key));
    }
}
