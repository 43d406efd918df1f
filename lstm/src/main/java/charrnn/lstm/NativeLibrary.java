package charrnn.lstm;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.slf4j.LoggerFactory;

/**
 * Chooses and describes ND4J's native library. ND4J publishes several variants for a platform; the jar contains the one
 * with oneDNN, which runs on every processor of the platform because oneDNN chooses its kernels at run time.
 */
public final class NativeLibrary {
    /** JavaCPP's property for the variant, such as {@code -onednn}. */
    public static final String EXTENSION_PROPERTY = "org.bytedeco.javacpp.platform.extension";

    private static final String WAIT_POLICY = "OMP_WAIT_POLICY";

    private static final String ONEDNN = "-onednn";

    private static final Pattern FOLDER = Pattern.compile("([^/\\\\]+)[/\\\\][^/\\\\]*jnind4jcpu[^/\\\\]*$");

    private NativeLibrary() {}

    /**
     * Chooses the oneDNN variant, unless the user has set JavaCPP's property. Call it before any other code of ND4J.
     */
    public static void choose() {
        String library = "org/nd4j/linalg/cpu/nativecpu/bindings/" + Loader.Detector.getPlatform() + ONEDNN + "/";
        boolean bundled = NativeLibrary.class.getClassLoader().getResource(library) != null;
        if (System.getProperty(EXTENSION_PROPERTY) == null && bundled) {
            System.setProperty(EXTENSION_PROPERTY, ONEDNN);
        }
        letThreadsSleep();
        // Suppresses ND4J's banner: the program prints its own line.
        System.setProperty("org.nd4j.log.initialization", System.getProperty("org.nd4j.log.initialization", "false"));
    }

    /**
     * Makes OpenMP's idle threads spin for some microseconds and then sleep, unless the user has set the policy. By
     * default they spin for longer than a product takes and, where other programs run, occupy the core that the working
     * thread needs (docs/lab/notebook/performance.md). Without spinning, generating one text is slower, since each
     * product must wake them. GNU's OpenMP reads the policy when it is loaded, after this call.
     */
    private static void letThreadsSleep() {
        if (Platform.isLinux() && System.getenv(WAIT_POLICY) == null) {
            try {
                Function set = Function.getFunction(Platform.C_LIBRARY_NAME, "setenv");
                set.invokeInt(new Object[] {WAIT_POLICY, "passive", 0});
                set.invokeInt(new Object[] {"GOMP_SPINCOUNT", "1000", 0});
            } catch (LinkageError e) {
                // JNA unpacks a library, which fails if the temporary folder does not allow execution.
                // Training is then slower.
                LoggerFactory.getLogger(NativeLibrary.class).info("{} is not set", WAIT_POLICY, e);
            }
        }
    }

    /**
     * The loaded library and the one that multiplies for charrnn's LSTM, in one line, such as {@code
     * linux-x86_64-onednn, 2 threads, products by oneDNN 2.5.2 (avx512_core)}. Loads the library if necessary.
     */
    public static String describe() {
        int threads = threads();
        return variant() + ", " + threads + (threads == 1 ? " thread" : " threads") + ", products by "
                + (OneDnn.isAvailable() ? OneDnn.describe() : "ND4J");
    }

    /**
     * Whether products may round their factors to bfloat16: oneDNN is available and the processor multiplies bfloat16.
     */
    public static boolean multipliesBfloat16() {
        return OneDnn.multipliesBfloat16();
    }

    /**
     * Prepares {@code out = a b} by the library that multiplies for charrnn's LSTM, on all threads, with b packed: the
     * speed of large products limits that of a training. The arrays must outlive the result.
     *
     * @param out [m, n], FLOAT, 'c' order
     * @param a [m, k], in 'c' order, FLOAT or, if {@link #multipliesBfloat16}, BFLOAT16
     * @param b [k, n], FLOAT; rounded to the type of a
     */
    public static Runnable product(INDArray out, INDArray a, INDArray b) {
        boolean oneDnn = OneDnn.isAvailable();
        PackedMatrix packed = PackedMatrix.of(b, b.rows(), a.dataType(), oneDnn);
        return new MatrixProduct(oneDnn, false).prepare(out, a, packed);
    }

    /** Number of threads of a matrix multiplication. Loads the library if necessary. */
    public static int threads() {
        Nd4j.create(1);
        return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
    }

    /** The folder of the loaded file, which may be another variant than the chosen one. */
    private static String variant() {
        return Loader.getLoadedLibraries().values().stream()
                .map(file -> FOLDER.matcher(String.valueOf(file)))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElse("unknown variant");
    }
}
