package charrnn.tools.complete;

import charrnn.tools.complete.Completer.Request;
import charrnn.tools.constrain.CScanner;
import charrnn.tools.constrain.SyntaxViolation;

/**
 * The text of a completion. It ends before a character that breaks the structure of the code, such as a bracket that closes
 * what is not open; before a stop string, a line that is indented less than the request allows, and the line that follows the
 * cursor already.
 */
final class CompletionText {
    /** What follows a character. */
    enum Next {
        /** Further characters. */
        MORE,
        /** Another line, if there may be one: the character was a line feed, which is not part of the text yet. */
        LINE,
        /** Nothing. */
        END
    }

    private final Request request;
    private final String followingLine;
    private final CScanner scanner;
    private final StringBuilder text = new StringBuilder();
    private int lineStart;
    private boolean further; // after the first line
    private int closed; // length of the text up to its last character outside of literals

    CompletionText(Request request) {
        this.request = request;
        followingLine = request.suffix()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
        scanner = new CScanner();
        request.prefix().codePoints().forEach(scanner::accept);
    }

    private CompletionText(CompletionText from) {
        request = from.request;
        followingLine = from.followingLine;
        scanner = from.scanner.copy();
        text.append(from.text);
        lineStart = from.lineStart;
        further = from.further;
        closed = from.closed;
    }

    CompletionText copy() {
        return new CompletionText(this);
    }

    /** Whether a line feed would end a string or a character constant too early. */
    boolean isInLiteral() {
        return scanner.region() == CScanner.Region.STRING || scanner.region() == CScanner.Region.CHARACTER;
    }

    /** Adds a character, or ends the text before it. */
    Next accept(int codePoint) {
        if (codePoint == '\n' && isInLiteral()) {
            return Next.END;
        }
        if (codePoint == '\n' && !further && !text.toString().isBlank()) {
            return Next.LINE;
        }
        if (scanner.accept(codePoint) != SyntaxViolation.NONE) {
            return Next.END;
        }
        text.appendCodePoint(codePoint);
        if (!isInLiteral()) {
            closed = text.length();
        }
        for (String stop : request.stops()) {
            if (text.indexOf(stop, Math.max(0, text.length() - stop.length())) >= 0) {
                cut(text.length() - stop.length());
                return Next.END;
            }
        }
        if (codePoint == '\n') {
            return endLine();
        }
        boolean begins = !Character.isWhitespace(codePoint)
                && text.substring(lineStart).strip().length() == 1;
        if (lineStart > 0 && begins && scanner.line().indentation() < request.indentation()) {
            cut(lineStart);
            return Next.END;
        }
        return text.codePointCount(0, text.length()) < request.maxChars() ? Next.MORE : Next.END;
    }

    /** Begins another line after the first one, which ended before its line feed. */
    Next beginLines() {
        further = true;
        return accept('\n');
    }

    private Next endLine() {
        String line = text.substring(lineStart).strip();
        if (lineStart > 0 && (line.isEmpty() || line.equals(followingLine))) {
            cut(lineStart);
            return Next.END;
        }
        lineStart = text.length();
        return text.length() < request.maxChars() ? Next.MORE : Next.END;
    }

    private void cut(int length) {
        text.setLength(length);
        closed = Math.min(closed, length);
    }

    /** The text, without an open literal and, after the first line, without an incomplete line. */
    String text() {
        String whole = text.substring(0, closed);
        return further ? whole.substring(0, Math.max(0, whole.lastIndexOf('\n'))) : whole;
    }
}
