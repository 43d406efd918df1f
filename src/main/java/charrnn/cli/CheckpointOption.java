package charrnn.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --checkpoint} of the commands that use a trained network. */
final class CheckpointOption {
    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description =
                    "The checkpoint; without it, the best of the newest run in checkpoints/, or else the network that ships.")
    private @Nullable Path named;

    /** @throws charrnn.config.UserError if none is named and there is no run */
    Path file() {
        return Places.checkpoint(Optional.ofNullable(named));
    }
}
