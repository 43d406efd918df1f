package charrnn.cli;

import com.sun.jna.Function;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;

/** Properties of the terminals behind the standard streams. */
final class Terminal {
    /** Erases the line of a progress bar before another text takes its place. */
    static final String ERASE_LINE = "\r\u001b[K";

    private static final int USUAL_COLUMNS = 80;
    private static final int STANDARD_ERROR = 2;
    /** TIOCGWINSZ of the system's sys/ioctl.h. */
    private static final long ASK_FOR_SIZE = Platform.isMac() ? 0x40087468 : 0x5413;

    private static final boolean STANDARD_OUTPUT_IS_TERMINAL = ask(1);
    private static final boolean STANDARD_ERROR_IS_TERMINAL = ask(STANDARD_ERROR);

    private Terminal() {}

    static boolean isStandardOutput() {
        return STANDARD_OUTPUT_IS_TERMINAL;
    }

    static boolean isStandardError() {
        return STANDARD_ERROR_IS_TERMINAL;
    }

    /** Columns of the terminal behind the standard error, which may change; 80 where they are unknown. */
    static int columns() {
        // struct winsize: rows, columns, and both in pixels. Apple's ARM passes variadic arguments in another way, but
        // this JNA has no library for it.
        short[] size = new short[4];
        try {
            if (Platform.isLinux() || Platform.isMac()) {
                Function.getFunction(Platform.C_LIBRARY_NAME, "ioctl")
                        .invokeInt(new Object[] {STANDARD_ERROR, new NativeLong(ASK_FOR_SIZE), size});
            }
        } catch (LinkageError e) {
            return USUAL_COLUMNS;
        }
        return size[1] > 0 ? size[1] : USUAL_COLUMNS;
    }

    /** {@code System.console()} covers only the input and the output together. */
    private static boolean ask(int stream) {
        try {
            return Platform.isWindows()
                    ? System.console() != null
                    : Function.getFunction(Platform.C_LIBRARY_NAME, "isatty").invokeInt(new Object[] {stream}) == 1;
        } catch (LinkageError e) {
            return System.console() != null;
        }
    }
}
