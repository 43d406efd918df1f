package charrnn.tools.score;

import static charrnn.tools.score.Measure.Group.COMPILER;
import static charrnn.tools.score.Measure.Group.GRAMMAR;
import static charrnn.tools.score.Measure.Group.NOVELTY;
import static charrnn.tools.score.Measure.Group.STYLE;
import static charrnn.tools.score.Measure.Unit.BITS;
import static charrnn.tools.score.Measure.Unit.NUMBER;
import static charrnn.tools.score.Measure.Unit.SHARE;

import charrnn.files.StrictJson;

/**
 * The measures of a scorecard, in the order of its rows. The compiler's are also in the order of severity, which
 * {@link CCompiler#worst} needs: COMPILES, UNDECLARED, OTHER_ERRORS, SYNTAX_ERRORS. A measure is the ratio of two sums over the samples, except those in
 * bits. Only this class defines labels and explanations: pages get them as JSON, and a test compares
 * docs/reference/scorecard.md.
 */
public enum Measure {
    PARSES(GRAMMAR, "functions that parse", "tree-sitter-c finds no error in them, as they are"),
    PARSES_WITHOUT_MACROS(
            GRAMMAR, "functions that parse, macros aside", "the same, with the kernel's most frequent macros removed"),
    ERROR_BYTES(GRAMMAR, NUMBER, "unparsable text, bytes per KB", "text that the parser cannot fit into the grammar"),
    FUNCTIONS(GRAMMAR, NUMBER, "functions per 1,000 characters", "whole functions, including those with errors"),
    LEXES(
            GRAMMAR,
            "samples with valid tokens only",
            "only C's keywords, names, numbers, literals, comments and punctuation, every literal closed on its line"),
    BALANCES(
            GRAMMAR,
            "samples with balanced brackets",
            "every closing bracket has an opening one, every #endif has an #if, and no function begins inside another"),
    ENDS_CLOSED(
            GRAMMAR,
            "samples that end with nothing open",
            "no literal, comment, bracket or #if is open at the end; the cut at a sample's length may leave some open"),
    NAMES(GRAMMAR, "names that were used before", "identifiers of a sample that occur earlier in the same sample"),
    COMPILES(COMPILER, "functions that compile alone", "the compiler accepts the function with nothing around it"),
    UNDECLARED(
            COMPILER,
            "… that only lack declarations",
            "names, types and members are undeclared, which is normal for a function on its own"),
    OTHER_ERRORS(
            COMPILER,
            "… with other errors",
            "such as a missing label, a name declared twice or a break outside a loop"),
    SYNTAX_ERRORS(COMPILER, "… with syntax errors", "the function breaks the grammar"),
    NEW_20(
            NOVELTY,
            "new runs of 20 characters",
            "positions whose next 20 characters do not occur in the training text"),
    NEW_50(
            NOVELTY,
            "new runs of 50 characters",
            "positions whose next 50 characters do not occur in the training text"),
    MEAN_LONGEST_COPY(
            NOVELTY,
            NUMBER,
            "longest copied run of a sample, mean",
            "consecutive characters that occur in the training text"),
    DISTINCT_LINES(NOVELTY, "distinct lines", "lines of a sample that differ from its other lines"),
    LOOPS(
            NOVELTY,
            "samples stuck in a loop",
            "a text occurs at least three times in a row, with at least 100 characters after the first"),
    DISTANCE(
            STYLE,
            BITS,
            "distance from held-out C, bits",
            "mean of the four below; 0 is the same style, 1 has nothing in common"),
    LINE_LENGTHS(STYLE, BITS, "… of line lengths", "how long lines are"),
    INDENTATION(STYLE, BITS, "… of indentation", "how far lines are indented"),
    IDENTIFIER_LENGTHS(STYLE, BITS, "… of identifier lengths", "how long names are"),
    WORDS(STYLE, BITS, "… of keyword rates", "how often each keyword of C occurs");

    /** The unit of a measure. */
    enum Unit {
        SHARE, // from 0 to 1, shown as a percentage
        NUMBER, // 0 or more
        BITS // from 0 to 1; computed from the style of all samples together
    }

    /** A question that several measures answer. */
    enum Group {
        GRAMMAR("Is it C?"),
        COMPILER("Does a compiler accept it?"),
        NOVELTY("Is it new?"),
        STYLE("Does it look like C?");

        final String question;

        Group(String question) {
            this.question = question;
        }
    }

    final Group group;
    final Unit unit;
    final String label; // the name in tables
    final String explanation; // a noun phrase or a sentence without a full stop
    final String key = StrictJson.key(this); // the name in JSON, such as new20 for NEW_20

    Measure(Group group, String label, String explanation) {
        this(group, SHARE, label, explanation);
    }

    Measure(Group group, Unit unit, String label, String explanation) {
        this.group = group;
        this.unit = unit;
        this.label = label;
        this.explanation = explanation;
    }
}
