package charrnn.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.cli.Main;
import charrnn.cli.Program;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs in a process of its own, since the filter cannot be removed. */
@Tag("long")
class SerializationFilterTest {
    @Test
    void deeplearning4jWorksWithTheFilter() throws Exception {
        assertThat(run(List.of())).endsWith("all well\n");
    }

    @Test
    void filterGivenToJavaStays() throws Exception {
        assertThat(run(List.of("-Djdk.serialFilter=java.base/*"))).contains("IllegalStateException: read [1]");
    }

    private static String run(List<String> options) throws Exception {
        ProcessBuilder builder = Program.process(Filtered.class);
        builder.command().add(1, "-Xmx1g");
        builder.command().addAll(1, options);
        return Program.ended(builder).out().replace("\r\n", "\n");
    }

    /** Trains with statistics while deserialization is off, and prints "all well"; InterruptedTrainingTest saves and resumes so. */
    static final class Filtered {
        private Filtered() {}

        public static void main(String[] args) throws Exception {
            Main.refuseSerializedObjects();
            Main.refuseSerializedObjects();
            requireDeserializationIsOff();
            train(Samples.full(), new InMemoryStatsStorage());
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
    }
}
