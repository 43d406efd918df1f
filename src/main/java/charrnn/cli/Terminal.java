package charrnn.cli;

import com.sun.jna.Function;
import com.sun.jna.Platform;

/** The terminals behind the standard streams, if there are any. */
final class Terminal {
    /** Erases the line of a progress bar before another text takes its place. */
    static final String ERASE_LINE = "\r\u001b[K";

    private static final boolean STANDARD_OUTPUT_IS_TERMINAL = ask(1);
    private static final boolean STANDARD_ERROR_IS_TERMINAL = ask(2);

    private Terminal() {}

    static boolean isStandardOutput() {
        return STANDARD_OUTPUT_IS_TERMINAL;
    }

    static boolean isStandardError() {
        return STANDARD_ERROR_IS_TERMINAL;
    }

    /** {@code System.console()} tells of the input and the output together only. */
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
