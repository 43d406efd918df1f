package charrnn.cli;

import charrnn.model.CopyingNetwork;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.CheckpointWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A run whose last checkpoint has a {@link CopyingNetwork}. */
public final class CopyingRun {
    private CopyingRun() {}

    /** Makes the run in a folder; returns the checkpoint. */
    public static Path train(Path corpus, Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("copying.yaml"), "model: " + CopyingNetwork.MODEL + "\n");
        Program trained = Program.run(
                        Program.tinyTraining(config, corpus, folder, "training.epochs=1", "model.hidden=128"))
                .done();
        Path file = folder.resolve("copying/last.zip");
        Checkpoint read = CheckpointReader.read(file, true);
        CopyingNetwork.setWeights(read.network(), read.vocabulary());
        CheckpointWriter.write(read, file);
        return file;
    }
}
