package charrnn.grammar;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The preprocessor directives of C, from the {@code #} to the end of the last line. */
final class Directive {
    static final List<String> NAMES = List.of(("if ifdef ifndef elif else endif define undef include error warning"
                    + " pragma elifdef elifndef include_next line ident")
            .split(" "));

    private static final String BODY =
            "([^\"'\\n\\\\/]++|\\\\\\s*\\n|/(?![*/])|/\\*.*?\\*/|\"([^\"\\\\\\n]++|\\\\.)*+\""
                    + "|'([^'\\\\\\n]|\\\\.[0-9a-f]*)')*+";

    private static final Pattern WHOLE = Pattern.compile(
            "#[ \\t]*((if|elif)\\b(?=[^\\n]*\\w)" + BODY
                    + "|((el)?ifn?def|undef)[ \\t]+[A-Za-z_]\\w*"
                    + "|define[ \\t]+[A-Za-z_]\\w*(\\([\\w, \\t.]*\\))?([ \\t]" + BODY + ")?"
                    + "|include(_next)?\\b[ \\t]*(<[^>\\n]+>|\"[^\"\\n]+\"|[A-Z_]+)"
                    + "|line[ \\t]+\\d+([ \\t]+\"[^\"\\n]*\")?|ident[ \\t]*\"[^\"\\n]*\""
                    + "|else|endif|(error|warning|pragma)[^\\n]*)[ \\t]*(//[^\\n]*|/\\*.*?\\*/[ \\t]*)?",
            Pattern.DOTALL);

    private static final Pattern NAME = Pattern.compile("#[ \\t]*([a-z_]*)");

    private static final Pattern LITERAL_OR_COMMENT = Pattern.compile(
            "\"(?:[^\"\\\\\\n]|\\\\(?s:.))*+\"?|'(?:[^'\\\\\\n]|\\\\.)*+'?|(?<comment>/\\*(?s:.*?)\\*/|//[^\\n]*+)|(?<open>/\\*(?s:.*))");

    private Directive() {}

    /** The directive with a space for each comment; a comment that is open at its end stays. */
    static String withoutComments(String directive) {
        return LITERAL_OR_COMMENT
                .matcher(directive)
                .replaceAll(it -> it.group(1) == null ? Matcher.quoteReplacement(it.group()) : " ");
    }

    /** Whether a comment is open at the end of a directive. */
    static boolean isInComment(String directive) {
        return LITERAL_OR_COMMENT.matcher(directive).results().anyMatch(it -> it.group(2) != null);
    }

    /** The name, or the part of it that has been read. */
    static String name(String directive) {
        Matcher matcher = NAME.matcher(directive);
        return matcher.lookingAt() ? matcher.group(1) : "";
    }

    static boolean isInName(String directive) {
        return NAME.matcher(directive).matches();
    }

    /** Whether a directive, without the line feed at its end, is complete. */
    static boolean isWhole(String directive) {
        return WHOLE.matcher(directive.stripTrailing()).matches();
    }

    static boolean mayBecomeWhole(String beginning) {
        Matcher matcher = WHOLE.matcher(beginning);
        return matcher.matches() || matcher.hitEnd();
    }

    static boolean isBalanced(String directive) {
        CScanner scanner = new CScanner();
        return ("#if 1\n" + directive + "\n") // so that no #else is stray
                .codePoints()
                .allMatch(codePoint -> scanner.accept(codePoint) == SyntaxViolation.NONE);
    }

    /** The brackets that close those which a directive opens. */
    static String closing(String directive) {
        CScanner scanner = new CScanner();
        directive.codePoints().forEach(scanner::accept);
        return scanner.closingDirective();
    }
}
