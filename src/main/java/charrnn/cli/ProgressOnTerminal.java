package charrnn.cli;

import java.io.PrintWriter;

/** Shows a run as a bar that stays at the bottom of a terminal, validations and samples as lines above it. */
final class ProgressOnTerminal extends ProgressLines {
    private static final int PARTS = 1000;

    private final TerminalBar bar = TerminalBar.onStandardError("", PARTS);

    private boolean closed;

    ProgressOnTerminal(PrintWriter err) {
        super(err);
    }

    @Override
    public void stepped(Step now) {
        bar.show((long) (PARTS * Math.min(1, now.done())), () -> states(now));
    }

    @Override
    void line(String text) {
        super.line(Terminal.ERASE_LINE + text);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            bar.close();
        }
    }
}
