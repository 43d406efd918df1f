package charrnn.model.checkpoint;

import charrnn.files.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.commons.io.function.IOConsumer;
import org.apache.commons.io.output.ByteArrayOutputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Writes checkpoints: the entries of Deeplearning4j's {@link ModelSerializer}, and charrnn's own. The saves during a training
 * write the same entries directly, since {@code ModelSerializer} deflates: 2×768 units with the state of Adam took 4.0 s of
 * processor time instead of 0.3 s.
 */
public final class CheckpointWriter {
    /**
     * Time of every entry, so that equal checkpoints are equal files: a local time, as a zip holds, since {@code
     * setTime} would depend on the time zone. For the format's earliest time, Java would add an extra field.
     */
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private static final int BUFFER = 1 << 16;

    private CheckpointWriter() {}

    /**
     * Writes a checkpoint for resuming; the file appears whole or not at all.
     *
     * @throws IOException as {@link AtomicFile#write}
     */
    public static void write(Checkpoint checkpoint, Path target) throws IOException {
        AtomicFile.write(target, out -> writeZip(checkpoint, out, true, Deflater.NO_COMPRESSION, true));
    }

    /** Writes the last checkpoint of a run as {@link #write}, but Deeplearning4j's entries by {@link ModelSerializer}. */
    public static void writeLast(Checkpoint checkpoint, Path target) throws IOException {
        AtomicFile.write(target, out -> writeZip(checkpoint, out, true, Deflater.NO_COMPRESSION, false));
    }

    /**
     * Writes a checkpoint as {@link #write} does, but deflated at the best level.
     *
     * @param resumable whether to keep the optimizer's state and the recurrent state, which only resuming needs
     */
    public static void export(Checkpoint checkpoint, Path target, boolean resumable) throws IOException {
        AtomicFile.write(target, out -> writeZip(checkpoint, out, resumable, Deflater.BEST_COMPRESSION, false));
    }

    /** Deeplearning4j's entries come first, in the order and with the content that {@link ModelSerializer} gives them. */
    static void writeZip(Checkpoint checkpoint, OutputStream file, boolean resumable, int level, boolean direct)
            throws IOException {
        ZipOutputStream zip = new ZipOutputStream(file);
        zip.setLevel(level);
        if (direct) {
            addModel(checkpoint.network(), zip);
        } else {
            addSerialized(checkpoint.network(), zip, resumable);
        }
        add(zip, EntryName.VOCABULARY.path, out -> out.write(CheckpointJson.writeVocabulary(checkpoint.vocabulary())));
        add(zip, EntryName.CONFIG.path, out -> out.write(checkpoint.configYaml().getBytes(StandardCharsets.UTF_8)));
        add(zip, EntryName.PROGRESS.path, out -> out.write(CheckpointJson.writeProgress(checkpoint.progress())));
        if (resumable && !checkpoint.state().isEmpty()) {
            add(zip, EntryName.STATE.path, out -> out.write(RecurrentStateCodec.write(checkpoint.state())));
        }
        zip.finish();
    }

    private static void addSerialized(MultiLayerNetwork network, ZipOutputStream zip, boolean resumable)
            throws IOException {
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, model, resumable);
        ZipInputStream entries = new ZipInputStream(model.toInputStream());
        for (ZipEntry found = entries.getNextEntry(); found != null; found = entries.getNextEntry()) {
            add(zip, found.getName(), entries::transferTo);
        }
    }

    private static void addModel(MultiLayerNetwork network, ZipOutputStream zip) throws IOException {
        add(
                zip,
                EntryName.CONFIGURATION.path,
                out -> out.write(network.getLayerWiseConfigurations().toJson().getBytes(StandardCharsets.UTF_8)));
        add(zip, EntryName.COEFFICIENTS.path, out -> Nd4j.write(network.params(), out));
        INDArray updaterState = network.getUpdater().getStateViewArray();
        if (updaterState != null && !updaterState.isEmpty()) { // plain SGD has none
            add(zip, EntryName.UPDATER_STATE.path, out -> Nd4j.write(updaterState, out));
        }
    }

    private static void add(ZipOutputStream zip, String name, IOConsumer<DataOutputStream> content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(ENTRY_TIME);
        zip.putNextEntry(entry);
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(zip, BUFFER));
        content.accept(out);
        out.flush();
        zip.closeEntry();
    }
}
