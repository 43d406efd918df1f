package charrnn.cli;

import charrnn.config.UserError;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --checkpoint} of the commands that use a trained network. */
final class CheckpointOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--checkpoint",
            paramLabel = "PATH",
            description =
                    "The checkpoint, or a run's folder for its best.zip; without it, the best of the newest run in"
                            + " checkpoints/, or else the network that ships with charrnn.")
    private @Nullable Path named;

    /**
     * Returns the checkpoint's file, and prints a default one on the standard error.
     *
     * @throws UserError if there is none
     */
    Path file() {
        return named == null ? announceDefault(command.commandLine().getErr()) : RunLocator.checkpoint(named);
    }

    /**
     * Finds the default checkpoint, and prints its file, run, step and validation loss.
     *
     * @throws UserError if there is no checkpoint, or it cannot be read
     */
    static Path announceDefault(PrintWriter err) {
        Path file = RunLocator.defaultCheckpoint();
        try {
            err.println(announcement(file));
        } catch (UserError e) {
            throw new UserError(e.getMessage() + "; it is the default: name another with --checkpoint", e);
        }
        return file;
    }

    private static String announcement(Path file) {
        Progress progress = CheckpointReader.summary(file).progress();
        OptionalDouble validation = progress.scores().lastValidationBpc();
        return String.format(
                Locale.ROOT,
                "network: %s of the run %s, step %,d, %s",
                file,
                RunLocator.runName(file),
                progress.step(),
                validation.isPresent()
                        ? String.format(Locale.ROOT, "validation %.3f bits per character", validation.getAsDouble())
                        : "not validated");
    }
}
