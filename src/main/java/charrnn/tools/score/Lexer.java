package charrnn.tools.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Splits a text into the tokens of C (C11, section 6.4). It records faults and continues after them. */
final class Lexer {
    /** The kind of a token. */
    enum Kind {
        /** A keyword or an identifier. */
        WORD,
        NUMBER,
        /** A string or a character constant. */
        LITERAL,
        COMMENT,
        /** A preprocessor line with its continuations, without the line end. */
        DIRECTIVE,
        /** One character of punctuation. */
        PUNCTUATION
    }

    /** A token, with the offset of its first character and the offset after its last one. */
    record Token(Kind kind, int start, int end) {
        String text(String of) {
            return of.substring(start, end);
        }
    }

    private static final String PUNCTUATION = "()[]{}<>.,;:?!~+-*/%&|^=#";
    private static final String SPACES = " \t\n\r\f\u000b";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Integer> faults = new ArrayList<>();
    private int at;
    private boolean lineHasToken;
    private boolean open;

    Lexer(String text) {
        this.text = text;
        while (at < text.length()) {
            read();
        }
    }

    List<Token> tokens() {
        return tokens;
    }

    /** Offsets of unclosed literals, empty character constants, and characters that no token of C contains. */
    List<Integer> faults() {
        return faults;
    }

    /** Whether the text ends inside a literal or comment. */
    boolean isOpen() {
        return open;
    }

    private void read() {
        char c = text.charAt(at);
        if (c == '\n') {
            lineHasToken = false;
            at++;
        } else if (SPACES.indexOf(c) >= 0 || continuation(at) > 0) {
            at += Math.max(1, continuation(at));
        } else if (text.startsWith("/*", at)) {
            add(Kind.COMMENT, blockCommentEnd(at));
        } else if (text.startsWith("//", at)) {
            add(Kind.COMMENT, logicalLineEnd(at));
        } else if (c == '#' && !lineHasToken) {
            add(Kind.DIRECTIVE, directiveEnd(at));
        } else {
            lineHasToken = true;
            readCode(c);
        }
    }

    private void readCode(char c) {
        if (c == '"' || c == '\'') {
            readLiteral(c);
        } else if (startsWord(c)) {
            add(Kind.WORD, wordEnd(at));
        } else if (isDigit(c) || c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1))) {
            add(Kind.NUMBER, numberEnd(at));
        } else if (PUNCTUATION.indexOf(c) >= 0) {
            add(Kind.PUNCTUATION, at + 1);
        } else {
            faults.add(at++);
        }
    }

    private void readLiteral(char quote) {
        int end = literalEnd(at);
        if (end == text.length()) {
            open = true;
        } else if (text.charAt(end) == '\n' || quote == '\'' && end == at + 1) {
            faults.add(at);
        }
        add(Kind.LITERAL, afterLiteral(end));
    }

    private void add(Kind kind, int end) {
        tokens.add(new Token(kind, at, end));
        at = end;
    }

    /** Length of a backslash with the line end after it; 0 if there is none. */
    private int continuation(int from) {
        return text.startsWith("\\\n", from) ? 2 : text.startsWith("\\\r\n", from) ? 3 : 0;
    }

    private int blockCommentEnd(int from) {
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
    private int directiveEnd(int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '\n') {
            if (text.startsWith("/*", end)) {
                end = blockCommentEnd(end);
            } else if (text.startsWith("//", end)) {
                end = logicalLineEnd(end);
            } else if (text.charAt(end) == '"' || text.charAt(end) == '\'') {
                end = afterLiteral(literalEnd(end));
            } else {
                end += Math.max(1, continuation(end));
            }
        }
        return end;
    }

    /** The offset of the closing quote; without one, of the end of the line or text. */
    private int literalEnd(int from) {
        char quote = text.charAt(from);
        int end = from + 1;
        while (end < text.length() && text.charAt(end) != quote && text.charAt(end) != '\n') {
            end += text.charAt(end) == '\\' ? Math.max(2, continuation(end)) : 1;
        }
        return Math.min(end, text.length());
    }

    private int afterLiteral(int end) {
        return end == text.length() || text.charAt(end) == '\n' ? end : end + 1;
    }

    private int wordEnd(int from) {
        int end = from + 1;
        while (end < text.length() && (startsWord(text.charAt(end)) || isDigit(text.charAt(end)))) {
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
            if (!sign && c != '.' && !startsWord(c) && !isDigit(c)) {
                break;
            }
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean startsWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c > 0x7f && Character.isLetter(c);
    }

    /** The keywords of C11 and GNU C without underscores. */
    static final class Keywords {
        static final List<String> ALL = List.of(
                ("auto break case char const continue default do double else enum extern float for goto if inline int"
                                + " long register restrict return short signed sizeof static struct switch typedef typeof union"
                                + " unsigned void volatile while asm")
                        .split(" "));

        /** Keywords of a type, and {@code const}, which may precede one. */
        static final Set<String> TYPES =
                Set.of(("char const double enum float int long short signed struct union unsigned void").split(" "));

        /** Keywords that a tag follows. */
        static final Set<String> TAG_KEYWORDS = Set.of("enum", "struct", "union");

        private Keywords() {}
    }
}
