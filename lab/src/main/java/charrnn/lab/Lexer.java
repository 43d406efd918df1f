package charrnn.lab;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a text into the tokens of C (C11, section 6.4). It continues after faults. */
final class Lexer {
    /** The kind of a token; all but directives have a group of that name in {@link #TOKEN}. */
    enum Kind {
        DIRECTIVE, // a preprocessor line with its continuations, without the line end
        COMMENT,
        WORD, // a keyword or an identifier
        NUMBER, // a preprocessing number, which includes more than valid numbers (6.4.8)
        LITERAL, // a string or a character constant
        PUNCTUATION // one character
    }

    /** A token, with the offset of its first character and the offset after its last one. */
    record Token(Kind kind, int start, int end) {
        String text(String of) {
            return of.substring(start, end);
        }
    }

    /** The keywords of C11 and GNU C without underscores. */
    static final List<String> KEYWORDS = List.of(
            ("auto break case char const continue default do double else enum extern float for goto if inline int long"
                            + " register restrict return short signed sizeof static struct switch typedef typeof union unsigned"
                            + " void volatile while asm")
                    .split(" "));

    /** Keywords of a type, and {@code const}, which may precede one. */
    static final Set<String> TYPE_KEYWORDS =
            Set.of("char const double enum float int long short signed struct union unsigned void".split(" "));

    /** Keywords that a tag follows. */
    static final Set<String> TAG_KEYWORDS = Set.of("enum", "struct", "union");

    private static final String CONTINUATION = "\\\\\\r?\\n";
    private static final String LETTER = "[_\\p{L}&&[^\\x{10000}-\\x{10ffff}]]";

    /** A token, white space or a stray character. Repetitions are possessive (*+): others recurse, too deep for long tokens. */
    private static final Pattern TOKEN = Pattern.compile(String.join(
            "|",
            "(?<COMMENT>//(?:" + CONTINUATION + "|[^\\n])*+|/\\*(?s:.*?)(?:\\*/|\\z))",
            "(?<WORD>" + LETTER + "(?:" + LETTER + "|[0-9])*+)",
            "(?<NUMBER>\\.?[0-9](?:[eEpP][+-]|" + LETTER + "|[0-9.])*+)",
            "(?<LITERAL>(?<empty>'')|(?<quote>[\"'])(?:\\\\(?:\\r\\n|(?s:.)|\\z)|(?!\\k<quote>)[^\\\\\\n])*+"
                    + "(?:\\k<quote>|\\z|(?<cut>)))",
            "(?<PUNCTUATION>[()\\[\\]{}<>.,;:?!~+*/%&|^=#-])",
            "(?<space>[ \\t\\n\\r\\f\\x0b]|" + CONTINUATION + ")",
            "(?<stray>(?s:.))"));

    private static final Set<Kind> GROUPS = EnumSet.complementOf(EnumSet.of(Kind.DIRECTIVE));

    final List<Token> tokens = new ArrayList<>();
    /** Whether no literal is cut off by its line, no character constant is empty, and C uses all characters. */
    boolean valid = true;

    private boolean lineHasToken;
    private final String text;
    private final Matcher matcher;

    Lexer(String text) {
        this.text = text;
        this.matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            read(matcher.start());
        }
    }

    private void read(int start) {
        if (has("space")) {
            lineHasToken &= text.charAt(start) != '\n';
        } else if (text.charAt(start) == '#' && !lineHasToken) {
            tokens.add(new Token(Kind.DIRECTIVE, start, directiveEnd()));
        } else {
            lineHasToken |= !has("COMMENT");
            valid &= !has("empty") && !has("cut") && !has("stray");
            for (Kind kind : GROUPS) {
                if (has(kind.name())) {
                    tokens.add(new Token(kind, start, matcher.end()));
                }
            }
        }
    }

    private boolean has(String group) {
        return matcher.start(group) >= 0;
    }

    /** The end of a directive. An unclosed quote in it is no fault: {@code #error} may contain "don't". */
    private int directiveEnd() {
        int end = matcher.end();
        while (matcher.find() && text.charAt(matcher.start()) != '\n') {
            end = matcher.end();
        }
        return end;
    }
}
