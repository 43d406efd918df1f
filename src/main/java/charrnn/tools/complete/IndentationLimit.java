package charrnn.tools.complete;

import charrnn.grammar.CScanner;
import charrnn.grammar.CScanner.LinePosition;

/**
 * The maximum indentation of the next line of C. After an opening brace, a label or a head such as {@code if (a)}, it is a step more
 * than that of the line before. After a statement, it is that of its innermost head, where an {@code else} may stand, or of the
 * statement itself. Inside of a statement, a comment or a directive there is none. A step is as wide as in the lines before: a network
 * that was trained on tabs would otherwise indent by eight columns in a text with steps of two.
 */
final class IndentationLimit {
    private static final int NONE = Integer.MAX_VALUE;

    private final CScanner scanner;
    private int limit; // columns
    private int head; // columns of the last statement's innermost head, or of the statement if it has none
    private int part; // columns of the last line that does not continue another one
    private int step; // columns; 0 before the first one
    private int end; // last character of code
    private boolean isAfterHead; // the line before ends with the head of a statement
    private boolean hasCode; // in this line, as hasColon
    private boolean hasColon;
    private boolean inComment;

    /** @param scanner reads each character before this limit does */
    IndentationLimit(CScanner scanner) {
        this.scanner = scanner;
    }

    void accept(int codePoint) {
        boolean isCode = !inComment && !scanner.isInComment() && !scanner.isInDirective();
        inComment = scanner.isInComment();
        if (codePoint == '\n') {
            limit = hasCode ? limitAfterLine() : limit;
            hasCode = false;
            hasColon = false;
        } else if (isCode && codePoint != '/' && !Character.isWhitespace(codePoint)) {
            if (!hasCode) {
                beginLine(scanner.line().indentation(), codePoint == '{');
            }
            hasCode = true;
            hasColon |= codePoint == ':';
            end = codePoint;
        }
    }

    private void beginLine(int indentation, boolean isBrace) {
        measureStep(indentation);
        if (limit != NONE) {
            part = indentation;
            head = isAfterHead && !isBrace ? head : indentation;
        }
    }

    /** Measures the step from the indentation of a line that follows an opening brace. */
    private void measureStep(int indentation) {
        if (end == '{' && indentation > part) {
            step = indentation - part;
        }
    }

    private int limitAfterLine() {
        String word = Character.isLetter(end) ? scanner.word() : "";
        boolean isHead = end == ')' || word.equals("else") || word.equals("do");
        boolean hasOpenParentheses = scanner.depth() > scanner.braceDepth();
        if (hasOpenParentheses || (!isHead && ";{}:".indexOf(end) < 0)) {
            return NONE;
        }
        isAfterHead = isHead;
        head = isHead ? part : head;
        return isHead || hasColon || end == '{'
                ? part + (step == 0 ? LinePosition.TAB : step)
                : head; // where an else may stand
    }

    /** Begins a completion. If the text before the cursor has no step, the indentation of the cursor's line is one. */
    void beginCompletion() {
        if (step == 0) {
            measureStep(scanner.line().indentation());
            limit = step == 0 ? limit : part + step;
        }
    }

    /** Whether a space or a tab may follow. */
    boolean allows(int blank) {
        LinePosition line = scanner.line();
        boolean isCode = !scanner.isInComment() && !scanner.isInDirective() && !scanner.isInLiteral();
        return !line.isIndenting() || !isCode || line.after(blank).indentation() <= limit;
    }
}
