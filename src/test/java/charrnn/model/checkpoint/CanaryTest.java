package charrnn.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import charrnn.message.UserError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** A class that a checkpoint names is never loaded, wherever in the file the name stands. */
class CanaryTest {
    private static final byte[] ZIP = Zips.of(Samples.full());

    /** The two, in whose names alone they are mentioned, and {@link Benign} have names of the same length. */
    private static final String CANARY = CanaryTest.class.getName() + "$Canary";

    private static final String LOADED = CanaryTest.class.getName() + "$Loaded";

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final AskedLoader asked = new AskedLoader(before);
    private final Path file;

    CanaryTest(@TempDir Path folder) {
        file = folder.resolve("stranger.zip");
    }

    @BeforeEach
    void watch() {
        Thread.currentThread().setContextClassLoader(asked);
    }

    @AfterEach
    void neverLoaded() {
        Thread.currentThread().setContextClassLoader(before);
        assertThat(asked.names).doesNotContain(CANARY);
        assertThat(System.getProperty("charrnn.canary")).isNull();
    }

    /** {@code configuration.json} is not read: what it names is nothing to the network. */
    @ParameterizedTest
    @ValueSource(strings = {"\"@class\" : \"X\", \"@class\" :", "\"X\" : {}, \"@class\" :", "[\"X\", {"})
    void classInTheConfigurationIsNotLoaded(String planted) throws Exception {
        String json = Zips.text(ZIP, EntryName.CONFIGURATION)
                .replace("\"@class\" :", planted.replace("X", CANARY))
                .replace(ActivationTanH.class.getName(), CANARY);
        assertThat(json).contains(CANARY);
        byte[] hostile = Zips.with(ZIP, EntryName.CONFIGURATION.path, json.getBytes(StandardCharsets.UTF_8));
        Checkpoint read = CheckpointReader.read(Files.write(file, hostile), true);
        assertThat(read.network().getLayerWiseConfigurations())
                .isEqualTo(Samples.full().network().getLayerWiseConfigurations());
        byte[] objects = Zips.with(ZIP, EntryName.CONFIGURATION.path, serialized(CANARY));
        CheckpointReader.read(Files.write(file, objects), true);
    }

    @Test
    void classInTheYamlIsNotLoaded() throws Exception {
        String yaml = Zips.text(ZIP, EntryName.CONFIG).replace("name: ", "name: !<tag:yaml.org,2002:" + CANARY + "> ");
        assertThat(yaml).contains(CANARY);
        assertRefused(EntryName.CONFIG.path, yaml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void serializedObjectInAnyEntryIsRefused() throws Exception {
        String unknown = "preprocessor.bin normalizer.bin objects.bin objects.json Preprocessor.bin"
                + " charrnn/preprocessor.bin ../preprocessor.bin labels";
        String known =
                " coefficients.bin updaterState.bin charrnn/state.bin charrnn/vocabulary.json charrnn/progress.json";
        for (String name : (unknown + known).split(" ")) {
            assertRefused(name, serialized(CANARY));
        }
    }

    /** Shows that the tests above detect a loaded class. */
    @Test
    void deeplearning4jItselfLoadsTheNamedClass() throws Exception {
        byte[] objects = Zips.with(ZIP, ModelSerializer.PREPROCESSOR_BIN, serialized(LOADED));
        restoreCarelessly(objects);
        assertThat(System.getProperty("charrnn.loaded")).isEqualTo("initialized");

        String json = Zips.text(ZIP, EntryName.CONFIGURATION);
        byte[] named = Zips.with(
                ZIP,
                EntryName.CONFIGURATION.path,
                json.replace(ActivationTanH.class.getName(), LOADED).getBytes(StandardCharsets.UTF_8));
        restoreCarelessly(named);
        assertThat(asked.names).contains(LOADED);
    }

    private static void restoreCarelessly(byte[] zip) {
        Throwable thrown =
                catchThrowable(() -> ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(zip)));
        assertThat(thrown).as("the class is not one of Deeplearning4j's").isNotNull();
    }

    private void assertRefused(String entry, byte[] content) throws IOException {
        Files.write(file, Zips.with(ZIP, entry, content));
        assertThatThrownBy(() -> CheckpointReader.read(file, true))
                .as(entry)
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file.toString())
                .message()
                .hasLineCount(1);
    }

    /** A serialized object of a class that must not be loaded: {@link Benign} under another name. */
    private static byte[] serialized(String name) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
            objects.writeObject(new Benign());
        }
        return out.toString(StandardCharsets.ISO_8859_1)
                .replace(Benign.class.getName(), name)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A class whose serialized form, with another name in it, is that of {@link Canary} or {@link Loaded}. */
    static final class Benign implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** A class that sets a system property when it is initialized. */
    static final class Canary implements Serializable {
        private static final long serialVersionUID = 1L;

        static {
            System.setProperty("charrnn.canary", "initialized");
        }
    }

    /** Its counterpart that Deeplearning4j's own reader does load: it shows that the test can fail. */
    static final class Loaded implements Serializable {
        private static final long serialVersionUID = 1L;

        static {
            System.setProperty("charrnn.loaded", "initialized");
        }
    }

    /** Records the names of the requested classes. */
    private static final class AskedLoader extends ClassLoader {
        private final Set<String> names = new HashSet<>();

        AskedLoader(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            names.add(name);
            return super.loadClass(name, resolve);
        }
    }
}
