package charrnn.tools.lsp;

import charrnn.grammar.CScanner;
import charrnn.tools.complete.Completer;
import charrnn.tools.complete.Completer.Request;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.lsp4j.InlineCompletionTriggerKind;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;

/** The text of an open document. Positions count lines, and UTF-16 units in a line. Immutable. */
record Document(String text) {
    private static final Pattern LINE_END = Pattern.compile("\r\n?|\n");
    private static final int MAX_PREFIX = 20_000; // characters, as the next two
    private static final int MAX_SUFFIX = 10_000;
    private static final int MAX_COMPLETION = 128;
    private static final long MILLIS = 250; // for the lines after the first one

    /** The index of a position. One after the end of its line or of the text stands for that end, as LSP has it. */
    private int index(Position position) {
        Matcher lineEnd = LINE_END.matcher(text);
        int start = 0;
        for (int line = 0; line < position.getLine(); line++) {
            if (!lineEnd.find()) {
                return text.length();
            }
            start = lineEnd.end();
        }
        int end = lineEnd.find() ? lineEnd.start() : text.length();
        return (int) Math.min((long) start + Math.max(0, position.getCharacter()), end);
    }

    /** The document after a change. A range that ends before its start is reversed. */
    Document after(TextDocumentContentChangeEvent change) {
        String inserted = Objects.requireNonNull(change.getText());
        if (change.getRange() == null) {
            return new Document(inserted);
        }
        int start = index(change.getRange().getStart());
        int end = index(change.getRange().getEnd());
        String head = text.substring(0, Math.min(start, end));
        return new Document(head + inserted + text.substring(Math.max(start, end)));
    }

    /**
     * A request for a completion at a position. One within a surrogate pair stands for the place before the pair. Without a minimum
     * of confidence if the user asks for it by a key.
     */
    Request request(Position position, InlineCompletionTriggerKind trigger) {
        int cursor = index(position);
        boolean isInPair = cursor > 0 && cursor < text.length() && text.codePointAt(cursor - 1) > Character.MAX_VALUE;
        cursor -= isInPair ? 1 : 0;
        String prefix = withLineFeeds(text.substring(Math.max(0, cursor - MAX_PREFIX), cursor));
        String suffix = withLineFeeds(text.substring(cursor, Math.min(text.length(), cursor + MAX_SUFFIX)));
        int indentation = CScanner.indentation(prefix.substring(prefix.lastIndexOf('\n') + 1));
        double minConfidence = trigger == InlineCompletionTriggerKind.Invoked ? 0 : Completer.MIN_CONFIDENCE;
        return new Request(prefix, suffix, List.of(), MAX_COMPLETION, List.of(), indentation, MILLIS, 0, minConfidence);
    }

    private static String withLineFeeds(String text) {
        return LINE_END.matcher(text).replaceAll("\n");
    }
}
