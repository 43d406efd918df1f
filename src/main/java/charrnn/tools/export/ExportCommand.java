package charrnn.tools.export;

import charrnn.command.NetworkCommand;
import charrnn.config.UserError;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.CheckpointWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code export}: writes a trained network as a smaller checkpoint, or its weights for PyTorch. */
@Command(
        name = "export",
        description = {
            "Writes a trained network as a smaller checkpoint, or the weights alone for PyTorch.",
            "docs/guide/exporting.md describes the files."
        },
        footer = {
            "  charrnn export --out model.zip --without-updater           the newest run",
            "  charrnn export --out model.safetensors --format safetensors --force"
        })
public final class ExportCommand extends NetworkCommand {
    enum Format {
        /** A checkpoint, which Deeplearning4j restores. */
        DL4J,
        /** The weights in the safetensors format, as PyTorch's nn.LSTM has them. */
        SAFETENSORS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
    private Path out = Path.of("");

    @Option(
            names = "--without-updater",
            description = "Leave out the optimizer's and the recurrent state, which only train --resume needs.")
    private boolean withoutUpdater;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}: a checkpoint, or the weights for PyTorch." + DEFAULT)
    private Format format = Format.DL4J;

    @Option(names = "--force", description = "Replace an existing file.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        Path file = checkpoint();
        checkTarget(file);
        boolean withUpdater = format == Format.DL4J
                && !withoutUpdater
                && CheckpointReader.summary(file).resumable();
        Checkpoint read = CheckpointReader.read(file, withUpdater);
        printLibrary();
        long before = Files.size(file);
        switch (format) {
            case DL4J -> CheckpointWriter.export(read, out, withUpdater);
            case SAFETENSORS -> TorchExport.write(read, out);
        }
        long after = Files.size(out);
        String without = withUpdater ? "" : ", without the optimizer's state";
        print("%s: %,d bytes", file, before);
        print("%s: %,d bytes (%.0f %%)%s", out, after, 100.0 * after / before, without);
        return 0;
    }

    private void checkTarget(Path file) throws IOException {
        Path folder = out.toAbsolutePath().resolveSibling("");
        String mistake = "";
        if (Files.exists(out) && !Files.isRegularFile(out)) {
            mistake = Files.isDirectory(out) ? "is a folder; name a file in it" : "is not a file";
        } else if (!Files.isDirectory(folder)) {
            mistake = "cannot be written: there is no folder " + folder;
        } else if (Files.exists(out) && Files.isSameFile(out, file)) {
            mistake = "is the checkpoint itself; name another file";
        } else if (Files.exists(out) && !force) {
            mistake = "exists; --force overwrites it";
        }
        if (!mistake.isEmpty()) {
            throw new UserError("--out " + out + " " + mistake);
        }
    }
}
