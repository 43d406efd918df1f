package charrnn.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.cli.Main;
import charrnn.cli.Program;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in a process of its own, since the filter cannot be removed. */
@Tag("long")
class SerializationFilterTest {
    @Test
    void deeplearning4jWorksWithTheFilter(@TempDir Path folder) throws Exception {
        assertThat(run(List.of(), folder)).endsWith("all well\n");
    }

    @Test
    void filterGivenToJavaStays(@TempDir Path folder) throws Exception {
        assertThat(run(List.of("-Djdk.serialFilter=java.base/*"), folder)).contains("IllegalStateException: read [1]");
    }

    private static String run(List<String> options, Path folder) throws Exception {
        ProcessBuilder builder = Program.process(Filtered.class, folder.toString());
        builder.command().add(1, "-Xmx1g");
        builder.command().addAll(1, options);
        return Program.ended(builder).out().replace("\r\n", "\n");
    }

    /** Runs every part of Deeplearning4j that charrnn uses, with deserialization off; prints "all well" at the end. */
    static final class Filtered {
        private Filtered() {}

        public static void main(String[] args) throws Exception {
            Main.refuseSerializedObjects();
            Main.refuseSerializedObjects();
            requireDeserializationIsOff();
            Path folder = Path.of(args[0]);
            Checkpoint sample = Samples.full();
            train(sample, new InMemoryStatsStorage());
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
                assertThat(expected).hasMessageContaining("REJECTED");
            }
        }

        private static void train(Checkpoint sample, StatsStorage storage) {
            MultiLayerNetwork network = sample.network();
            network.setListeners(new StatsListener(storage, 1));
            Samples.train(network, sample.vocabulary().size());
            assertThat(storage.listSessionIDs()).isNotEmpty();
            network.setListeners();
        }

        private static void saveAndRestore(Checkpoint sample, Path file) throws Exception {
            CheckpointWriter.write(sample, file);
            MultiLayerNetwork read = CheckpointReader.read(file, true).network();
            assertThat(read.params()).isEqualTo(sample.network().params());
            assertThat(MultiLayerNetwork.load(file.toFile(), true)).isEqualTo(read);
            assertThat(read.clone().params()).isEqualTo(read.params());
        }
    }
}
