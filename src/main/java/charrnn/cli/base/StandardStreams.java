package charrnn.cli.base;

import com.sun.jna.Function;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import java.io.OutputStream;
import java.util.Optional;

/** Properties of the terminals behind the standard streams. */
public final class StandardStreams {
    /** Erases the line of a progress bar, before other text. */
    public static final String ERASE_LINE = "\r\u001b[K";

    private static final int DEFAULT_COLUMNS = 80;
    private static final int STANDARD_ERROR = 2;
    /** Request for the size of a terminal, from sys/ioctl.h. */
    private static final long TIOCGWINSZ = Platform.isMac() ? 0x40087468 : 0x5413;

    private static final boolean DUMB = "dumb".equals(System.getenv("TERM"));

    public static final boolean OUTPUT_IS_TERMINAL = isTerminal(1);

    /** Whether the standard error is a terminal that knows escape sequences, so that a line can be erased. */
    public static final boolean ERROR_IS_TERMINAL = isTerminal(STANDARD_ERROR) && !DUMB;

    /** Whether the environment permits colours on a terminal (no-color.org). */
    public static final boolean COLOURS =
            !DUMB && Optional.ofNullable(System.getenv("NO_COLOR")).orElse("").isEmpty();

    private StandardStreams() {}

    /** Returns the standard output for a protocol. What Java code prints there from now on goes to the standard error. */
    public static OutputStream takeOutput() {
        OutputStream out = System.out;
        System.setOut(System.err);
        return out;
    }

    /** The current number of columns of the terminal behind the standard error; 80 if it is unknown. */
    static int columns() {
        // struct winsize: rows, columns, width and height in pixels. Apple's ARM needs another call for a variadic
        // function, but the bundled JNA cannot be loaded there.
        short[] size = new short[4];
        try {
            if (Platform.isLinux() || Platform.isMac()) {
                Function.getFunction(Platform.C_LIBRARY_NAME, "ioctl")
                        .invokeInt(new Object[] {STANDARD_ERROR, new NativeLong(TIOCGWINSZ), size});
            }
        } catch (LinkageError e) {
            return DEFAULT_COLUMNS;
        }
        return size[1] > 0 ? size[1] : DEFAULT_COLUMNS;
    }

    /** Calls {@code isatty}, since {@code System.console()} does not distinguish the streams. */
    private static boolean isTerminal(int stream) {
        try {
            return Platform.isWindows()
                    ? System.console() != null
                    : Function.getFunction(Platform.C_LIBRARY_NAME, "isatty").invokeInt(new Object[] {stream}) == 1;
        } catch (LinkageError e) {
            return System.console() != null;
        }
    }
}
