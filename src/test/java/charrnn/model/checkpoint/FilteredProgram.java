package charrnn.model.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.storage.FileStatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;

/** Runs every part of Deeplearning4j that charrnn uses, with deserialization off; prints "all well" and ends with 0. */
final class FilteredProgram {
    private FilteredProgram() {}

    public static void main(String[] args) throws Exception {
        SerializationFilter.install();
        SerializationFilter.install();
        requireDeserializationIsOff();
        Path folder = Path.of(args[0]);
        Checkpoint sample = Samples.full();
        train(sample, new InMemoryStatsStorage());
        File statistics = folder.resolve("ui.bin").toFile();
        FileStatsStorage storage = new FileStatsStorage(statistics);
        train(sample, storage);
        storage.close();
        requireStatistics(new FileStatsStorage(statistics));
        saveAndRestore(sample, folder.resolve("last.zip"));
        System.out.println("all well");
    }

    private static void requireDeserializationIsOff() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
            objects.writeObject(new ArrayList<>(List.of(1)));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            throw new IllegalStateException("read " + in.readObject());
        } catch (InvalidClassException expected) {
            requireThat(expected.toString().contains("REJECTED"), expected.toString());
        }
    }

    private static void train(Checkpoint sample, StatsStorage storage) {
        MultiLayerNetwork network = sample.network();
        network.setListeners(new StatsListener(storage, 1));
        Samples.train(network, sample.vocabulary().size());
        requireThat(!storage.listSessionIDs().isEmpty(), "the listener reports");
        network.setListeners();
    }

    private static void requireStatistics(FileStatsStorage storage) throws Exception {
        String session = storage.listSessionIDs().get(0);
        boolean some =
                !storage.getAllUpdatesAfter(session, StatsListener.TYPE_ID, 0).isEmpty();
        storage.close();
        requireThat(some, "the statistics can be read again");
    }

    private static void saveAndRestore(Checkpoint sample, Path file) throws Exception {
        CheckpointWriter.write(sample, file);
        MultiLayerNetwork read = CheckpointReader.read(file, true).network();
        requireThat(read.params().equals(sample.network().params()), "our reader");
        requireThat(MultiLayerNetwork.load(file.toFile(), true).equals(read), "Deeplearning4j's reader");
        requireThat(read.clone().params().equals(read.params()), "clone");
        requireThat(Files.size(file) > 0, "a file");
    }

    private static void requireThat(boolean right, String what) {
        if (!right) {
            throw new IllegalStateException("not true: " + what);
        }
    }
}
