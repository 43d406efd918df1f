package charrnn.lab;

import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** C without comments, directives, and the contents of literals: spaces replace them, so that offsets stay the same. */
final class Code {
    /** The keywords of C11 and GNU C without underscores. */
    static final Set<String> KEYWORDS = Set.of(
            ("auto break case char const continue default do double else enum extern float for goto if inline int long"
                            + " register restrict return short signed sizeof static struct switch typedef typeof union"
                            + " unsigned void volatile while asm")
                    .split(" "));

    /** Stands for a directive: white space, but no blank line between declarations. */
    private static final String DIRECTIVE = "\f";

    /** Repetitions are possessive (*+): others recurse, too deep for long texts. */
    private static final Pattern OTHER = Pattern.compile("(?m)"
            + "(?<directive>^[ \\t]*+#(?:\\\\\\r?\\n|/\\*(?s:.*?)(?:\\*/|\\z)|[^\\n])*+)"
            + "|/\\*(?s:.*?)(?:\\*/|\\z)|//(?:\\\\\\r?\\n|[^\\n])*+"
            + "|(?<quote>[\"'])(?:\\\\(?s:.)|(?!\\k<quote>)[^\\\\\\n])*+\\k<quote>?");

    static final String WORD = "\\b[_\\p{L}][\\p{L}\\w]*+";

    private Code() {}

    static String of(String text) {
        return OTHER.matcher(text).replaceAll(other -> replacement(other));
    }

    private static String replacement(MatchResult other) {
        String filler = other.group(1) == null ? " " : DIRECTIVE;
        String blank = other.group().replaceAll("[^\\n]", filler);
        String quote = other.group(2);
        return quote == null ? blank : quote + blank.substring(1);
    }
}
