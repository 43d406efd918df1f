package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NativeLibraryTest {
    private static final String LOG = "org.nd4j.log.initialization";

    private final Properties before = (Properties) System.getProperties().clone();

    @BeforeEach
    void clearProperties() {
        System.clearProperty(NativeLibrary.EXTENSION_PROPERTY);
        System.clearProperty(LOG);
    }

    @AfterEach
    void restoreProperties() {
        System.setProperties(before);
    }

    /** ND4J publishes no variant with oneDNN for ARM. */
    @Test
    void choosesTheVariantWithOneDnnWhereThePlatformHasOne() {
        NativeLibrary.choose();
        String expected = Loader.Detector.getPlatform().endsWith("x86_64") ? "-onednn" : "";
        assertThat(System.getProperty(NativeLibrary.EXTENSION_PROPERTY, "")).isEqualTo(expected);
        assertThat(System.getProperty(LOG)).isEqualTo("false");
    }

    @Test
    void propertiesOfTheUserAreKept() {
        System.setProperty(NativeLibrary.EXTENSION_PROPERTY, "-avx2");
        System.setProperty(LOG, "true");
        NativeLibrary.choose();
        assertThat(System.getProperty(NativeLibrary.EXTENSION_PROPERTY)).isEqualTo("-avx2");
        assertThat(System.getProperty(LOG)).isEqualTo("true");
    }

    @Test
    void descriptionNamesVariantAndThreads() {
        NativeLibrary.choose();
        assertThat(NativeLibrary.describe())
                .matches(Loader.Detector.getPlatform() + "(-[a-z0-9]+)*, [0-9]+ threads?, products by .+")
                .contains(", " + NativeLibrary.threads() + " thread");
    }
}
