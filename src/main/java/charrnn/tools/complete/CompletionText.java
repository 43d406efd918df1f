package charrnn.tools.complete;

import charrnn.grammar.CScanner;
import charrnn.grammar.CharacterClass;
import charrnn.grammar.SyntaxViolation;
import charrnn.tools.complete.Completer.Request;
import java.util.Arrays;

/**
 * The text of a completion. It ends before a character that violates C's structure, such as an unmatched closing bracket;
 * before a stop string; before a copy of the rest of the cursor's line; before a blank line, or one that is indented less than
 * requested; before a copy of the next line after the cursor; where the rest of the cursor's line is far likelier to follow
 * than each longer text; and where it becomes less likely than requested. A text that ends otherwise than before that rest is cut
 * where the rest is likeliest to follow.
 */
final class CompletionText {
    /** What follows a character. */
    enum Next {
        /** Further characters. */
        MORE,
        /** The first line is complete. Its line feed is not in the text; {@link CompletionText#beginLines} adds it. */
        FIRST_LINE_END,
        /** Nothing: the text has ended by itself. */
        END,
        /** Nothing: the text has its maximum length. */
        LIMIT
    }

    private static final int MAX_FIRST_LINE = 500; // characters

    /** Logarithm of the factor by which each longer text must be less likely for the text to end. */
    private static final double FAR_LESS = Math.log(20);

    private final Request request;
    private final String restOfLine; // after the cursor, without white space at its end
    private final String lineAfterCursor;
    private final CScanner scanner = new CScanner();
    private final StringBuilder text = new StringBuilder();
    private int lineStart;
    private int firstLineEnd = -1; // -1 in the first line
    private int endOutsideLiterals; // length of the text up to its last character outside of literals
    private double logProbability; // of the text and, between endsBeforeRest() and accept(), the next character
    private double[] logProbabilities = {0}; // see Suggestion
    private double bestWithRest =
            Double.NEGATIVE_INFINITY; // log-probability of the likeliest beginning before the rest
    private int lengthBeforeRest = Integer.MAX_VALUE; // of that beginning

    CompletionText(Request request) {
        this.request = request;
        request.prefix().codePoints().forEach(scanner::accept);
        restOfLine = request.suffix().lines().findFirst().orElse("").stripTrailing();
        lineAfterCursor = request.suffix()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Whether a line feed may follow: not in a literal. */
    boolean mayEndLine() {
        return !scanner.isInLiteral();
    }

    /** The first character of the rest of the cursor's line if it is punctuation that may end the text; otherwise a line feed. */
    int restStart() {
        return restOfLine.isEmpty() || ";,)]}".indexOf(restOfLine.charAt(0)) < 0 ? '\n' : restOfLine.charAt(0);
    }

    /**
     * Whether the text ends here, since each longer text is far less likely than one of its beginnings and then the rest of the
     * cursor's line. The likeliest characters alone would lead past a short text such as {@code a} before {@code ;}. To be called
     * once before each character.
     *
     * @param rest log-probability that {@link #restStart} follows
     * @param noWord log-probability that no character of a name or a number follows
     * @param next the character that is added otherwise
     * @param ofNext its log-probability
     */
    boolean endsBeforeRest(double rest, double noWord, int next, double ofNext) {
        if (text.length() > 0 && CharacterClass.isWord(text.codePointBefore(text.length()))) {
            logProbabilities[text.length()] += noWord;
        }
        boolean hasRest = restStart() != '\n';
        if (hasRest && logProbability + rest > bestWithRest && mayEndBefore(next)) {
            bestWithRest = logProbability + rest;
            lengthBeforeRest = text.length();
        }
        logProbability += ofNext;
        return hasRest && logProbability < bestWithRest - FAR_LESS;
    }

    /** Whether the text, as a line, is less likely than requested; so is each longer one. */
    boolean isUnsure() {
        return logProbability < Suggestion.minimumOfLine(request.minConfidence());
    }

    /** Whether the rest of the line may follow: no word is cut, and with the rest all parentheses are closed. */
    private boolean mayEndBefore(int next) {
        if (isLineBlank() || scanner.isInLiteral() || !areBracketsClosed(text.length())) {
            return false;
        }
        char last = text.charAt(text.length() - 1);
        boolean isInWord = CharacterClass.isWord(last) && CharacterClass.isWord(next);
        boolean closesAll = restOfLine.endsWith(";") || restOfLine.endsWith("{");
        int closedByRest = restOfLine
                .chars()
                .map(c -> ")]".indexOf(c) >= 0 ? 1 : "([".indexOf(c) >= 0 ? -1 : 0)
                .sum();
        return !Character.isWhitespace(last)
                && !isInWord
                && (!closesAll || scanner.depth() - scanner.braceDepth() == closedByRest);
    }

    private void addLogProbability() {
        int known = logProbabilities.length;
        if (known <= text.length()) {
            logProbabilities = Arrays.copyOf(logProbabilities, 2 * text.length());
            Arrays.fill(logProbabilities, known, logProbabilities.length, Double.NaN);
        }
        logProbabilities[text.length()] = logProbability;
    }

    /** Adds a character, or ends the text before it. */
    Next accept(int codePoint) {
        if (codePoint == '\n' && firstLineEnd < 0 && !scanner.isInLiteral() && !isLineBlank()) {
            return Next.FIRST_LINE_END;
        }
        if (scanner.accept(codePoint) != SyntaxViolation.NONE) {
            return Next.END;
        }
        text.appendCodePoint(codePoint);
        addLogProbability();
        endOutsideLiterals = scanner.isInLiteral() ? endOutsideLiterals : text.length();
        int end = end(codePoint);
        if (end < text.length()) {
            text.setLength(end);
            endOutsideLiterals = Math.min(endOutsideLiterals, end);
            return Next.END;
        }
        lineStart = codePoint == '\n' ? text.length() : lineStart;
        // Elsewhere the text may still copy what follows the cursor, or not close a literal, and is cut then.
        boolean endsNoCopy = codePoint == '\n' || restOfLine.isEmpty() && firstLineEnd < 0 && !scanner.isInLiteral();
        if (endsNoCopy && isUnsure()) {
            return Next.END;
        }
        int most = firstLineEnd < 0 ? Math.min(MAX_FIRST_LINE, request.maxChars()) : request.maxChars();
        return text.codePointCount(0, text.length()) < most ? Next.MORE : Next.LIMIT;
    }

    /** The length at which a stop string, a copy or a line with a small indentation begins; that of the text if there is none. */
    private int end(int last) {
        for (String stop : request.stops()) {
            if (text.indexOf(stop, Math.max(0, text.length() - stop.length())) >= 0) {
                return text.length() - stop.length();
            }
        }
        if (repeatsRest()) {
            lengthBeforeRest = text.length() - restOfLine.length();
            return lengthBeforeRest;
        }
        String line = text.substring(lineStart).strip();
        boolean isRejected = last == '\n'
                ? line.isEmpty() || line.equals(lineAfterCursor)
                : line.equals(Character.toString(last)) && scanner.line().indentation() < request.indentation();
        return lineStart > 0 && isRejected ? lineStart : text.length();
    }

    /** Whether the last line has only white space. */
    private boolean isLineBlank() {
        return text.substring(lineStart).isBlank();
    }

    /**
     * Whether the text ends with the rest of the cursor's line, outside of brackets that it opens: before {@code )}, the text
     * {@code f(x))} ends after {@code f(x)}.
     */
    private boolean repeatsRest() {
        int start = text.length() - restOfLine.length();
        return !restOfLine.isEmpty() && start >= 0 && text.indexOf(restOfLine, start) >= 0 && areBracketsClosed(start);
    }

    private boolean areBracketsClosed(int end) {
        int depth = 0;
        for (int i = 0; i < end; i++) {
            char bracket = text.charAt(i);
            if ("([{".indexOf(bracket) >= 0) {
                depth++;
            } else if (")]}".indexOf(bracket) >= 0 && depth > 0) {
                depth--;
            }
        }
        return depth == 0;
    }

    /** Begins another line after the first one. */
    Next beginLines() {
        firstLineEnd = text.length();
        return accept('\n');
    }

    /**
     * The text, without an open literal and, after the first line, without an incomplete line, up to the last word at which it is
     * as likely as requested; empty if it is blank.
     *
     * @param hasEnded whether the text has ended by itself
     */
    Suggestion suggestion(boolean hasEnded) {
        int whole = Math.min(text.length(), lengthBeforeRest);
        int end = Math.min(whole, endOutsideLiterals);
        boolean endsLine = hasEnded && end == whole;
        if (firstLineEnd >= 0) {
            end = Math.min(end, Math.max(firstLineEnd, text.lastIndexOf("\n", end - 1)));
            endsLine = true;
        }
        String kept = text.substring(0, end);
        return new Suggestion(kept.isBlank() ? "" : kept, logProbabilities, endsLine).atLeast(request.minConfidence());
    }
}
