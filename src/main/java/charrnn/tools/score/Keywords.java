package charrnn.tools.score;

import java.util.List;
import java.util.Set;

/** The keywords of C11 and GNU C without underscores. */
final class Keywords {
    static final List<String> ALL =
            List.of(("auto break case char const continue default do double else enum extern float for goto if inline"
                + " int long register restrict return short signed sizeof static struct switch typedef typeof union"
                + " unsigned void volatile while asm")
                    .split(" "));

    /** Keywords of a type, and {@code const}, which may precede one. */
    static final Set<String> TYPES =
            Set.of(("char const double enum float int long short signed struct union unsigned void").split(" "));

    /** Keywords that a tag follows. */
    static final Set<String> TAG_KEYWORDS = Set.of("enum", "struct", "union");

    private Keywords() {}
}
