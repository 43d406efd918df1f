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
     * Asks for the oneDNN variant unless the user named another with JavaCPP's own property. To be called before
     * anything of ND4J is.
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
     * OpenMP's threads spin while they wait for work, for longer than a product takes. Where another program wants the core
     * too, the one that works is then kept from it by those that wait, and a training gets much slower. To sleep at once
     * costs more than a product of one text takes. So they are told to spin for some microseconds and then to sleep
     * (docs/performance.md); who sets the policy decides otherwise. GNU's OpenMP reads this when it is loaded, later.
     */
    private static void letThreadsSleep() {
        if (Platform.isLinux() && System.getenv(WAIT_POLICY) == null) {
            try {
                Function set = Function.getFunction(Platform.C_LIBRARY_NAME, "setenv");
                set.invokeInt(new Object[] {WAIT_POLICY, "passive", 0});
                set.invokeInt(new Object[] {"GOMP_SPINCOUNT", "1000", 0});
            } catch (LinkageError e) {
                // JNA unpacks a library of its own, which a temporary folder without the right to execute forbids. The
                // training is only slower then.
                LoggerFactory.getLogger(NativeLibrary.class).info("{} is not set", WAIT_POLICY, e);
            }
        }
    }

    /**
     * Loads the library if need be and says in one line which it is, and what multiplies for charrnn's LSTM: {@code
     * linux-x86_64-onednn, 2 threads, products by oneDNN 2.5.2 (avx512_core)}, say.
     */
    public static String describe() {
        int threads = threads();
        return variant() + ", " + threads + (threads == 1 ? " thread" : " threads") + ", products by "
                + (OneDnn.isAvailable() ? OneDnn.describe() : "ND4J");
    }

    /** Whether products may round their factors to bfloat16: oneDNN is there and the processor multiplies bfloat16. */
    public static boolean multipliesBfloat16() {
        return OneDnn.multipliesBfloat16();
    }

    /** How many threads a matrix multiplication uses. Loads the library if need be. */
    public static int threads() {
        Nd4j.create(1);
        return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
    }

    /** The folder of the file that was really loaded, not of the one that was asked for. */
    private static String variant() {
        return Loader.getLoadedLibraries().values().stream()
                .map(file -> FOLDER.matcher(String.valueOf(file)))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElse("unknown variant");
    }
}
