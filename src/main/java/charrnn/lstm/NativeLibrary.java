package charrnn.lstm;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.slf4j.LoggerFactory;

/**
 * Which native library ND4J computes with. ND4J publishes several for a platform; the jar carries the one with oneDNN
 * that runs on every processor of its platform, since oneDNN chooses its own kernels at run time.
 */
public final class NativeLibrary {
    /** JavaCPP's property that names the variant, {@code -onednn} for instance. */
    public static final String EXTENSION_PROPERTY = "org.bytedeco.javacpp.platform.extension";

    private static final String WAIT_POLICY = "OMP_WAIT_POLICY";

    private static final String ONEDNN = "-onednn";

    private static final Pattern FOLDER = Pattern.compile("([^/\\\\]+)[/\\\\][^/\\\\]*jnind4jcpu[^/\\\\]*$");

    private NativeLibrary() {}

    /**
     * Chooses the oneDNN variant unless the user named another with JavaCPP's own property. To be called before any other
     * code of ND4J.
     */
    public static void choose() {
        String library = "org/nd4j/linalg/cpu/nativecpu/bindings/" + Loader.Detector.getPlatform() + ONEDNN + "/";
        boolean carried = NativeLibrary.class.getClassLoader().getResource(library) != null;
        if (System.getProperty(EXTENSION_PROPERTY) == null && carried) {
            System.setProperty(EXTENSION_PROPERTY, ONEDNN);
        }
        letThreadsSleep();
        // ND4J's own banner; the program prints one line of its own.
        System.setProperty("org.nd4j.log.initialization", System.getProperty("org.nd4j.log.initialization", "false"));
    }

    /**
     * Makes OpenMP's idle threads spin for some microseconds and then sleep, unless the user has set the policy. By default
     * they spin for longer than a product takes and, where other programs run, keep the working thread from its core; to
     * sleep at once costs more than a product of one text takes (docs/performance.md). GNU's OpenMP reads the policy later,
     * when it is loaded.
     */
    private static void letThreadsSleep() {
        if (Platform.isLinux() && System.getenv(WAIT_POLICY) == null) {
            try {
                Function set = Function.getFunction(Platform.C_LIBRARY_NAME, "setenv");
                set.invokeInt(new Object[] {WAIT_POLICY, "passive", 0});
                set.invokeInt(new Object[] {"GOMP_SPINCOUNT", "1000", 0});
            } catch (LinkageError e) {
                // JNA unpacks a library, which a temporary folder without the right to execute forbids. Training is
                // then
                // only slower.
                LoggerFactory.getLogger(NativeLibrary.class).info("{} is not set", WAIT_POLICY, e);
            }
        }
    }

    /**
     * The loaded library and what multiplies for charrnn's LSTM, in one line, for instance {@code linux-x86_64-onednn, 2
     * threads, products by oneDNN 2.5.2 (avx512_core)}. Loads the library if need be.
     */
    public static String describe() {
        int threads = threads();
        return variant() + ", " + threads + (threads == 1 ? " thread" : " threads") + ", products by "
                + (OneDnn.isAvailable() ? OneDnn.describe() : "ND4J");
    }

    /** Whether products may round their factors to bfloat16: oneDNN is available and the processor multiplies bfloat16. */
    public static boolean multipliesBfloat16() {
        return OneDnn.multipliesBfloat16();
    }

    /** How many threads a matrix multiplication uses. Loads the library if need be. */
    public static int threads() {
        Nd4j.create(1);
        return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
    }

    /** The folder of the file that was loaded, which need not be the one that was chosen. */
    private static String variant() {
        return Loader.getLoadedLibraries().values().stream()
                .map(file -> FOLDER.matcher(String.valueOf(file)))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElse("unknown variant");
    }
}
