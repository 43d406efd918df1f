package charrnn.cli;

import com.sun.jna.Function;
import com.sun.jna.Platform;

/** The terminal behind the standard error, if there is one. */
final class Terminal {
    /** Erases the line of a progress bar before another text takes its place. */
    static final String ERASE_LINE = "\r\u001b[K";

    private static final int STANDARD_ERROR = 2;
    private static final boolean STANDARD_ERROR_IS_TERMINAL = ask();

    private Terminal() {}

    static boolean isStandardError() {
        return STANDARD_ERROR_IS_TERMINAL;
    }

    /** {@code System.console()} tells of the other two streams only. */
    private static boolean ask() {
        try {
            return Platform.isWindows()
                    ? System.console() != null
                    : Function.getFunction(Platform.C_LIBRARY_NAME, "isatty").invokeInt(new Object[] {STANDARD_ERROR})
                            == 1;
        } catch (LinkageError e) {
            return System.console() != null;
        }
    }
}
