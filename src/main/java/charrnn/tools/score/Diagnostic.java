package charrnn.tools.score;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What kind of error a compiler complains of, by the words of gcc and clang. */
enum Diagnostic {
    /** A name, type or member that is declared elsewhere, or what follows from not knowing it. */
    UNDECLARED,
    /** What no declaration elsewhere would help: a label that is nowhere, a name declared twice, a {@code break} outside. */
    OTHER,
    /** The text does not follow the grammar. */
    SYNTAX;

    private static final Pattern ERROR = Pattern.compile("[^:\n]+:\\d+:\\d+: (?:fatal )?error: (.*)");

    private static final Pattern SYNTAX_WORDS = Pattern.compile("^expected .*|^stray .*|^extraneous .*|^unexpected .*"
            + "|.*missing terminating.*|^unterminated .*|^empty character constant.*|^invalid (suffix|digit) .*"
            + "|^exponent has no digits.*|^too many decimal points.*|^'else' without a previous 'if'.*"
            + "|^(two or more data types|both '.*' and '.*') in declaration specifiers.*"
            + "|^cannot combine with previous .*|^duplicate '.*'|^multiple storage classes.*"
            + "|^old-style parameter declarations.*|^(parameter name omitted|omitting the parameter name).*"
            + "|^declaration for parameter .*|^invalid preprocessing directive.*|^#e.* without #if.*"
            + "|^a label can only be part of a statement.*|^label at end of compound statement.*"
            + "|^function definition is not allowed here.*");

    private static final Pattern OTHER_WORDS =
            Pattern.compile("^label '.*' used but not defined|^use of undeclared label .*"
                    + "|^duplicate (label|case|default|member).*|^redefinition of .*|.*redeclar.*|^conflicting types for .*"
                    + "|^(break|continue) statement not within .*|^(case|'default') label not within .*"
                    + "|^'(break|case|continue|default)' statement not in .*|^multiple default labels.*"
                    + "|^too (few|many) arguments .*"
                    + "|^(assignment|increment|decrement) of read-only .*|^cannot assign to .* with const-qualified type .*"
                    + "|^array size missing .*|^definition of variable with array type needs an explicit size .*");

    /**
     * The errors that a compiler found.
     *
     * @param output its lines, as gcc and clang write them without colours
     */
    static List<Diagnostic> in(String output) {
        return output.lines()
                .map(ERROR::matcher)
                .filter(Matcher::matches)
                .map(matcher -> of(matcher.group(1)))
                .toList();
    }

    private static Diagnostic of(String message) {
        if (SYNTAX_WORDS.matcher(message).matches()) {
            return SYNTAX;
        }
        return OTHER_WORDS.matcher(message).matches() ? OTHER : UNDECLARED;
    }
}
