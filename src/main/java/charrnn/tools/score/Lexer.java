package charrnn.tools.score;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a text into the tokens of C (C11, section 6.4). It records faults and continues after them. It shares no code with
 * the scanner that constrains sampling: an error in both would remain unnoticed.
 */
final class Lexer {
    /**
     * A word, number, literal, mark, comment or directive.
     *
     * @param start offset of the first character
     * @param end offset after the last character
     */
    record Token(Kind kind, int start, int end) {
        enum Kind {
            /** A keyword or an identifier. */
            WORD,
            NUMBER,
            STRING,
            CHARACTER,
            COMMENT,
            /** A preprocessor line with its continuations, without the line end. */
            DIRECTIVE,
            /** One character of punctuation. */
            MARK
        }

        boolean is(Kind other) {
            return kind == other;
        }

        String text(String of) {
            return of.substring(start, end);
        }
    }

    /**
     * A lexical or structural error.
     *
     * @param at offset in the text
     */
    record Fault(Kind kind, int at) {
        enum Kind {
            /** A string or character constant without its closing quote on the same line. */
            UNTERMINATED_LITERAL,
            EMPTY_CHARACTER,
            /** A character that no token of C contains, outside of literals and comments. */
            STRAY_CHARACTER,
            /** A closing bracket that does not match the innermost open bracket. */
            WRONG_BRACKET,
            /** A function body that begins in the first column inside another function. */
            FUNCTION_IN_FUNCTION,
            /** An {@code #else}, {@code #elif} or {@code #endif} without its {@code #if}. */
            WRONG_CONDITIONAL;

            /** Whether the fault is in a token, not in the nesting. */
            boolean isLexical() {
                return compareTo(WRONG_BRACKET) < 0;
            }
        }
    }

    private static final String MARKS = "()[]{}<>.,;:?!~+-*/%&|^=#";
    private static final String SPACES = " \t\n\r\f\u000b";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private int at;
    private boolean lineHasToken;
    private boolean open;

    private Lexer(String text) {
        this.text = text;
    }

    static Lexer lex(String text) {
        Lexer lexer = new Lexer(text);
        while (lexer.at < text.length()) {
            lexer.next();
        }
        return lexer;
    }

    List<Token> tokens() {
        return tokens;
    }

    List<Fault> faults() {
        return faults;
    }

    /** Whether the text ends inside a literal or comment. */
    boolean isOpen() {
        return open;
    }

    private void next() {
        char c = text.charAt(at);
        if (c == '\n') {
            lineHasToken = false;
            at++;
        } else if (SPACES.indexOf(c) >= 0 || continuation(at) > 0) {
            at += Math.max(1, continuation(at));
        } else if (text.startsWith("/*", at)) {
            token(Token.Kind.COMMENT, blockComment(at));
        } else if (text.startsWith("//", at)) {
            token(Token.Kind.COMMENT, logicalLineEnd(at));
        } else if (c == '#' && !lineHasToken) {
            token(Token.Kind.DIRECTIVE, directive(at));
        } else {
            lineHasToken = true;
            token(c);
        }
    }

    private void token(char c) {
        if (c == '"' || c == '\'') {
            int start = at;
            int end = literal(at);
            token(c == '"' ? Token.Kind.STRING : Token.Kind.CHARACTER, end);
            if (c == '\'' && end == start + 2 && text.charAt(start + 1) == '\'') {
                faults.add(new Fault(Fault.Kind.EMPTY_CHARACTER, start));
            }
        } else if (wordStart(c)) {
            token(Token.Kind.WORD, wordEnd(at));
        } else if (digit(c) || c == '.' && at + 1 < text.length() && digit(text.charAt(at + 1))) {
            token(Token.Kind.NUMBER, numberEnd(at));
        } else if (MARKS.indexOf(c) >= 0) {
            token(Token.Kind.MARK, at + 1);
        } else {
            faults.add(new Fault(Fault.Kind.STRAY_CHARACTER, at));
            at++;
        }
    }

    private void token(Token.Kind kind, int end) {
        tokens.add(new Token(kind, at, end));
        at = end;
    }

    /** Length of a backslash with the line end after it; 0 if there is none. */
    private int continuation(int from) {
        return text.startsWith("\\\n", from) ? 2 : text.startsWith("\\\r\n", from) ? 3 : 0;
    }

    private int blockComment(int from) {
        int end = text.indexOf("*/", from + 2);
        open |= end < 0;
        return end < 0 ? text.length() : end + 2;
    }

    private int logicalLineEnd(int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '\n') {
            end += Math.max(1, continuation(end));
        }
        return end;
    }

    /** The end of a directive. An unclosed quote in it is no fault: {@code #error} may contain "don't". */
    private int directive(int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '\n') {
            if (text.startsWith("/*", end)) {
                end = blockComment(end);
            } else if (text.startsWith("//", end)) {
                end = logicalLineEnd(end);
            } else if (text.charAt(end) == '"' || text.charAt(end) == '\'') {
                end = literalEnd(end);
            } else {
                end += Math.max(1, continuation(end));
            }
        }
        return end;
    }

    private int literal(int from) {
        int end = literalEnd(from);
        boolean closed = end > from + 1 && text.charAt(end - 1) == text.charAt(from) && !endsEscaped(from, end);
        if (!closed && end < text.length()) {
            faults.add(new Fault(Fault.Kind.UNTERMINATED_LITERAL, from));
        }
        open |= !closed && end == text.length();
        return end;
    }

    /** Whether the last character is escaped, as in {@code \"}. */
    private boolean endsEscaped(int from, int end) {
        int backslashes = 0;
        for (int i = end - 2; i > from && text.charAt(i) == '\\'; i--) {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    /** The offset after the closing quote; without one, of the end of the line or text. */
    private int literalEnd(int from) {
        char quote = text.charAt(from);
        int end = from + 1;
        while (end < text.length() && text.charAt(end) != '\n') {
            if (text.charAt(end) == quote) {
                return end + 1;
            }
            end += text.charAt(end) == '\\' ? Math.max(2, continuation(end)) : 1;
        }
        return Math.min(end, text.length());
    }

    private int wordEnd(int from) {
        int end = from + 1;
        while (end < text.length() && (wordStart(text.charAt(end)) || digit(text.charAt(end)))) {
            end++;
        }
        return end;
    }

    /** The end of a preprocessing number, which includes more than valid numbers (6.4.8). */
    private int numberEnd(int from) {
        int end = from + 1;
        while (end < text.length()) {
            char c = text.charAt(end);
            boolean sign = (c == '+' || c == '-') && "eEpP".indexOf(text.charAt(end - 1)) >= 0;
            if (!sign && c != '.' && !wordStart(c) && !digit(c)) {
                break;
            }
            end++;
        }
        return end;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean wordStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c > 0x7f && Character.isLetter(c);
    }
}
